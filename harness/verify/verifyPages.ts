import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { quote } from "../comparators/quote.ts";
import { messageOf } from "../errors.ts";
import type { RecordFile } from "../ledger/record.ts";
import { many, shorten } from "../words.ts";
import { firstDifference } from "./firstDifference.ts";
import type { RunCheck } from "./verifyRun.ts";

/** Pages by the name of their file, each drawn again like the one that was found; null where that rests on more than runs and suite. */
export type Pages = Readonly<Record<string, (found: string) => string | null>>;

/** What pages are drawn from besides the ledgers, as it stands now. */
export interface DrawnFrom {
  /** The digest of the suite's rules. */
  readonly rules: string;
  /** The ids of the runs. */
  readonly runs: readonly string[];
  /** The files of records that the suite names, and those of them that are there. */
  readonly named: readonly RecordFile["name"][];
  readonly files: readonly RecordFile[];
  /** The ledgers of drills, by id, and the hash of the last record of each. */
  readonly drills?: readonly { readonly id: string; readonly head: string }[];
  /** Are these the ledgers that happen to be there, named by nobody? */
  readonly drillsFound?: boolean;
  /** Ledgers of drills that are there now and that the report has not read, by id. */
  readonly drillsSince?: readonly string[];
  /** The review logs of the runs, and the hash of the last record of each. */
  readonly reviews?: readonly { readonly run: string; readonly head: string }[];
}

/** Compares the pages in a run's folder with the same pages drawn again. Pages that are not there are passed over. */
export function verifyPages(dir: string, pages: Pages, now: DrawnFrom): readonly RunCheck[] {
  const found = Object.entries(pages).filter(([file]) => existsSync(join(dir, file)));
  const what = "report" as const;
  if (found.length === 0) return [{ what, state: "absent", says: "no report was drawn yet" }];
  const recorded = judgementIn(dir);
  const why = cannotTell(recorded, now) ?? drillsUnsaid(dir, now) ?? reviewsDiffer(recorded, now);
  if (why !== undefined) return [{ what, state: "unknown", says: why }];
  const checks = found.map(([file, draw]) => ({ what, ...pageCheck(readFileSync(join(dir, file), "utf8"), file, draw) }));
  const { drillsSince: since = [] } = now;
  if (since.length === 0) return checks;
  const says = `the report was drawn without the drills ${shorten(since.join(", "), 100)}, which are there now: a new report counts them`;
  return [...checks, { what, state: "absent", says }];
}

function pageCheck(recorded: string, file: string, draw: Pages[string]): Pick<RunCheck, "state" | "says"> {
  const now = draw(recorded);
  if (now === null)
    return { state: "unknown", says: `${file} was drawn beside a register, which the ledger does not hold: draw it again` };
  if (recorded === now) return { state: "holds", says: `${file} is what the ledger gives, byte for byte` };
  if (!file.endsWith(".json")) {
    const line = firstLine(recorded, now);
    return { state: "broken", says: `${file} is not what the ledger gives: it differs from line ${line} on` };
  }
  let given: unknown;
  try {
    given = JSON.parse(recorded);
  } catch (error) {
    return { state: "broken", says: `${file} cannot be read: ${messageOf(error)}` };
  }
  const differs = firstDifference(given, JSON.parse(now));
  return {
    state: "broken",
    says:
      differs === undefined
        ? `${file} says what the ledger gives, in other bytes`
        : `${file} is not what the ledger gives: ${differs.at} is ${quote(differs.recorded)} there, and ${quote(differs.now)} by the ledger`,
  };
}

function firstLine(a: string, b: string): number {
  const [some, others] = [a.split("\n"), b.split("\n")];
  const differs = some.findIndex((line, i) => line !== others[i]);
  return (differs < 0 ? some.length : differs) + 1;
}

interface Drawn {
  readonly suite?: { readonly digest?: unknown };
  readonly runs?: readonly { readonly id?: unknown }[];
  readonly files?: unknown;
  readonly drillLedgers?: unknown;
  readonly reviewed?: { readonly logs?: readonly { readonly run?: unknown; readonly head?: unknown }[] } | null;
}

/** The judgement in the folder, as far as it can be read. */
function judgementIn(dir: string): Drawn | undefined {
  try {
    return JSON.parse(readFileSync(join(dir, "report.json"), "utf8")) as Drawn;
  } catch {
    // Absent, or broken: then that is what its own check says.
    return undefined;
  }
}

/** Why the pages cannot be drawn again as they were; undefined where they can. */
function cannotTell(recorded: Drawn | undefined, { rules, runs, named, files, drills = [] }: DrawnFrom): string | undefined {
  const drawn = recorded?.runs;
  const others = Array.isArray(drawn) ? drawn.map(({ id }) => String(id)).filter((id) => !runs.includes(id)) : [];
  if (others.length > 0)
    return `the report reads ${many(others.length, "more run")} (${shorten(others.join(", "), 100)}): name all of its runs to draw it again`;
  if (recorded !== undefined && recorded.suite?.digest !== rules)
    return "the report was drawn by other rules than the suite has now, so it cannot be drawn again: --suite names the suite as it was";
  for (const name of named) {
    const now = files.find((file) => file.name === name);
    if (now === undefined) return `the ${name} file is not there, so the report cannot be drawn again`;
    const then = fileIn(recorded, name);
    if (then !== undefined && then !== now.digest)
      return `the ${name} file has changed since the report was drawn, so it cannot be drawn again: put it back as it was, or draw a new report`;
  }
  return drillsDiffer(recorded, drills);
}

/** Only report.json says which drills pages were drawn with; those that are there may have come later. */
function drillsUnsaid(dir: string, { drills = [], drillsFound = false }: DrawnFrom): string | undefined {
  if (!drillsFound || drills.length === 0 || existsSync(join(dir, "report.json"))) return undefined;
  return "report.json is not there, which says with which drills the report was drawn: name those with --drills, or draw a new report";
}

/** Which ledgers of drills the report read are not those of now; a report from before there were any says nothing of them. */
function drillsDiffer(recorded: Drawn | undefined, now: readonly { readonly id: string; readonly head: string }[]) {
  if (!Array.isArray(recorded?.drillLedgers)) return undefined;
  const then = recorded.drillLedgers.map((one: { readonly id?: unknown; readonly head?: unknown } | null) => ({
    id: String(one?.id),
    head: String(one?.head),
  }));
  const missing = then.filter(({ id }) => now.every((one) => one.id !== id));
  if (missing.length > 0)
    return `the report reads ${many(missing.length, "ledger")} of drills that ${missing.length === 1 ? "is" : "are"} not there (${shorten(missing.map(({ id }) => id).join(", "), 100)}): name all of them to draw it again`;
  const more = now.filter(({ id }) => then.every((one) => one.id !== id));
  if (more.length > 0)
    return `the report was drawn without the drills ${shorten(more.map(({ id }) => id).join(", "), 100)}: leave them out, or draw a new report`;
  const other = then.find(({ id, head }) => now.some((one) => one.id === id && one.head !== head));
  return other === undefined
    ? undefined
    : `the ledger of the drills ${shorten(other.id, 60)} is another one than when the report was drawn`;
}

/** Reviews go on after a page was drawn; only report.json says how far they were then. */
function reviewsDiffer(recorded: Drawn | undefined, { reviews = [] }: DrawnFrom): string | undefined {
  if (recorded === undefined) return undefined;
  const said = (logs: readonly { readonly run?: unknown; readonly head?: unknown }[]) =>
    logs.map(({ run, head }) => `${run} ${head}`).join("\n");
  const then = recorded.reviewed?.logs ?? [];
  return said(then) === said(reviews)
    ? undefined
    : "the reviews are not those that the report was drawn with: draw a new report, which reads them as they are now";
}

/** The digest of a file of records by the report; undefined where it does not say. */
function fileIn(recorded: Drawn | undefined, name: string): string | undefined {
  if (!Array.isArray(recorded?.files)) return undefined;
  const found = recorded.files.find((file: { readonly name?: unknown } | null) => file?.name === name);
  return (found as { readonly digest?: string } | undefined)?.digest;
}
