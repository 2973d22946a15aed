import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { quote } from "../comparators/quote.ts";
import { messageOf } from "../errors.ts";
import { many, shorten } from "../words.ts";
import { firstDifference } from "./firstDifference.ts";
import type { RunCheck } from "./verifyRun.ts";

/** Pages by the name of their file, each drawn again when it is asked for. */
export type Pages = Readonly<Record<string, () => string>>;

/**
 * Compares the pages in a run's folder with the same pages drawn again. `rules` is the digest of the suite's rules as they stand now,
 * `runs` are the ids of the runs they were drawn from. Pages that are not there are passed over.
 */
export function verifyPages(dir: string, pages: Pages, rules: string, runs: readonly string[]): readonly RunCheck[] {
  const found = Object.entries(pages).filter(([file]) => existsSync(join(dir, file)));
  const what = "report";
  if (found.length === 0) return [{ what, state: "absent", says: "no report was drawn yet" }];
  const recorded = judgementIn(dir);
  const why = recorded === undefined ? undefined : cannotTell(recorded, rules, runs);
  if (why !== undefined) return [{ what, state: "unknown", says: why }];
  return found.map(([file, draw]) => ({ what, ...pageCheck(join(dir, file), file, draw()) }));
}

function pageCheck(path: string, file: string, now: string): Pick<RunCheck, "state" | "says"> {
  const recorded = readFileSync(path, "utf8");
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
function cannotTell({ suite, runs: drawn }: Drawn, rules: string, runs: readonly string[]): string | undefined {
  const others = Array.isArray(drawn) ? drawn.map(({ id }) => String(id)).filter((id) => !runs.includes(id)) : [];
  if (others.length > 0)
    return `the report reads ${many(others.length, "more run")} (${shorten(others.join(", "), 100)}): name all of its runs to draw it again`;
  if (suite?.digest === rules) return undefined;
  return "the report was drawn by other rules than the suite has now, so it cannot be drawn again: --suite names the suite as it was";
}
