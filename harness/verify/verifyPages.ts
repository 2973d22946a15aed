import { quote } from "../comparators/quote.ts";
import { EarnestError, messageOf } from "../errors.ts";
import type { RecordFile } from "../ledger/record.ts";
import { many, shorten } from "../words.ts";
import { type DrillsUnread, drillsUnread } from "./drillsUnread.ts";
import { firstDifference } from "./firstDifference.ts";
import { pageBeside } from "./pageBeside.ts";
import { pageDifferences } from "./pageDifferences.ts";
import { type DrawnRecord, pageRecord, withoutRecord } from "./pageRecord.ts";
import { partedWords } from "./partedWords.ts";
import type { RunCheck } from "./verifyRun.ts";

/** A page drawn again, with what of it follows from no ledger, a sentence each; or why it was not. */
export type Redrawn =
  | { readonly text: string; readonly besides?: readonly string[] }
  | { readonly state: "broken" | "unknown"; readonly says: string };

/** Pages by the name of their file, each drawn again like the one that was found. */
export type Pages = Readonly<Record<string, (found: string) => string | Redrawn>>;

/** What pages are drawn from besides the ledgers, as it stands now. */
export interface DrawnFrom {
  /** The digest of the suite's rules. */
  readonly rules: string;
  /** The ids of the runs. */
  readonly runs: readonly string[];
  /** The last hash of each ledger by the id of its run, and how many records stand behind another one; undefined where there is none such. */
  readonly heads?: ReadonlyMap<string, { readonly head: string; readonly after: (head: string) => number | undefined }>;
  /** The rules that the runs began with, by digest. */
  readonly begunWith?: readonly string[];
  /** The version of earnest that draws them again. */
  readonly earnest?: string;
  /** The files of records that the suite names, and those of them that are there. */
  readonly named: readonly RecordFile["name"][];
  readonly files: readonly RecordFile[];
  /** The ledgers of drills, by id, and the hash of the last record of each. */
  readonly drills?: readonly { readonly id: string; readonly head: string }[];
  /** Are these the ledgers that happen to be there, named by nobody? */
  readonly drillsFound?: boolean;
  /** Ledgers of drills that are there now and that the report neither reads nor names. */
  readonly drillsSince?: readonly DrillsUnread[];
  /** The runs with the hash of the last record of their reviews, null where none count, and how many records stand behind another one. */
  readonly reviews?: readonly {
    readonly run: string;
    readonly head: string | null;
    readonly after: (head: string) => number | undefined;
  }[];
}

/**
 * Compares the pages in a folder with the same pages drawn again, by the reviews that they say they have read. Pages that are not there are passed over. What they were drawn from says
 * `recorded`, or the report.json or report.html in the folder.
 */
export function verifyPages(
  dir: string,
  pages: Pages,
  now: DrawnFrom,
  recorded: DrawnRecord | undefined = recordIn(dir),
): readonly RunCheck[] {
  const what = "report" as const;
  const read = Object.entries(pages).map(([file, draw]) => ({ file, draw, page: pageBeside(dir, file) }));
  const found = read.flatMap(({ file, draw, page }) =>
    page !== null && "text" in page ? [{ file, draw, text: page.text }] : [],
  );
  const unread = read.flatMap(({ page }) => (page !== null && "state" in page ? [page] : []));
  if (found.length === 0) return unread.length > 0 ? unread : [{ what, state: "absent", says: "no report was drawn yet" }];
  const lost = reviewsLost(recorded, now);
  const heads = [...headChecks(recorded, now), ...(lost === undefined ? [] : [lost])];
  const why =
    cannotTell(recorded, now) ??
    drillsUnsaid(recorded, now) ??
    (lost && "the reviews that the report was drawn with are not all there") ??
    heads.find(({ state }) => state === "unknown")?.says;
  if (why !== undefined) {
    const edited = found.flatMap(({ file, draw, text }) => recordEdited(text, file, draw));
    const rest: RunCheck[] =
      edited.length > 0 ? edited : [{ what, state: "unknown", says: `${why}; nothing in it is confirmed` }];
    return [...unread, ...heads.filter(({ state }) => state === "broken"), ...rest];
  }
  const gives = now.files.length > 0 ? "the ledger and the suite’s files give" : "the ledger gives";
  const checks: RunCheck[] = [
    ...unread,
    ...heads,
    ...found.map(({ file, draw, text }) => ({ what, ...pageCheck(text, file, draw, gives) })),
    ...reviewsSince(recorded, now),
  ];
  return [...checks, ...drillsUnread(now.drillsSince ?? [])];
}

/**
 * A page that could not have been drawn by what is here, and yet is what is drawn from it, but for what it says of that: whatever it
 * was really drawn from, its other places would say so too.
 */
function recordEdited(recorded: string, file: string, draw: Pages[string]): RunCheck[] {
  if (!/\.html?$/i.test(file)) return [];
  try {
    const drawn = draw(recorded);
    const now = typeof drawn === "string" ? drawn : "text" in drawn ? drawn.text : undefined;
    if (now === undefined || recorded === now || withoutRecord(recorded) !== withoutRecord(now)) return [];
    const says = `${shorten(file, 80)} is not what the ledger gives`;
    return [{ what: "report", state: "broken", says, details: pageDifferences(recorded, now) }];
  } catch (error) {
    // What cannot be drawn again was not shown to be edited.
    if (error instanceof EarnestError) return [];
    throw error;
  }
}

function pageCheck(
  recorded: string,
  file: string,
  draw: Pages[string],
  gives: string,
): Pick<RunCheck, "state" | "says" | "details"> {
  const drawn = draw(recorded);
  if (typeof drawn === "object" && "state" in drawn) return drawn;
  const { text: now, besides = [] } = typeof drawn === "string" ? { text: drawn } : drawn;
  if (recorded === now)
    return {
      state: "holds",
      says: `${file} is what ${gives}, byte for byte`,
      ...(besides.length === 0 ? {} : { details: besides }),
    };
  const name = shorten(file, 80);
  if (/\.html?$/i.test(file))
    return { state: "broken", says: `${name} is not what the ledger gives`, details: pageDifferences(recorded, now) };
  if (!file.endsWith(".json")) {
    const [line, shown, given] = firstLine(recorded, now);
    const parted = `line ${line} says “${shown}” there, and “${given}” by the ledger`;
    return { state: "broken", says: `${name} is not what the ledger gives: it differs from line ${line} on`, details: [parted] };
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

function firstLine(a: string, b: string): readonly [number, string, string] {
  const [some, others] = [a.split("\n"), b.split("\n")];
  const differs = some.findIndex((line, i) => line !== others[i]);
  const at = differs < 0 ? some.length : differs;
  return [at + 1, ...partedWords(some[at] ?? "", others[at] ?? "")];
}

/** What the pages in a folder say they were drawn from; undefined where neither the report in JSON nor the page can be read. */
export function recordIn(dir: string): DrawnRecord | undefined {
  for (const name of ["report.html", "report.json"]) {
    const page = pageBeside(dir, name);
    // One that is broken is told of by its own check.
    const record = page !== null && "text" in page ? pageRecord(page.text) : undefined;
    if (record !== undefined) return record;
  }
  return undefined;
}

/** Are the ledgers the ones that the pages were drawn from? */
function headChecks(recorded: DrawnRecord | undefined, { heads = new Map() }: DrawnFrom): RunCheck[] {
  return (recorded?.runs ?? []).flatMap(({ id, head }): RunCheck[] => {
    const now = heads.get(id);
    if (head === null || now === undefined || now.head === head) return [];
    const after: number | undefined = now.after(head);
    const run = `the ledger of the run ${shorten(id, 60)}`;
    if (after !== undefined)
      return [
        {
          what: "report",
          state: "unknown",
          says: `${run} went on since the report was drawn, by ${many(after, "record")}: draw a new report`,
        },
      ];
    const says = `the report was drawn from a ledger that ended in ${shorten(head, 16)}, and ${run} has no such record: records of it were removed or changed, or the report was`;
    return [{ what: "report", state: "broken", says }];
  });
}

/** Why the pages cannot be drawn again as they were; undefined where they can. */
function cannotTell(recorded: DrawnRecord | undefined, now: DrawnFrom): string | undefined {
  const { rules, runs, named, files, drills = [], begunWith = [], earnest } = now;
  if (earnest !== undefined && recorded?.earnest != null && recorded.earnest !== earnest)
    return `the report was drawn by earnest ${shorten(recorded.earnest, 40)}, and this is earnest ${earnest}: only the version that drew it can draw it again, byte for byte`;
  const others = (recorded?.runs ?? []).map(({ id }) => id).filter((id) => !runs.includes(id));
  if (others.length > 0)
    return `the report reads ${many(others.length, "more run")} (${shorten(others.join(", "), 100)}): name all of its runs to draw it again`;
  if (recorded !== undefined && recorded.rules !== rules)
    return begunWith.length > 0 && !begunWith.includes(recorded.rules)
      ? "the report was drawn by other rules than the run began with, and than the suite has now: --suite names the suite that it was drawn by"
      : "the report was drawn by other rules than the suite has now, so it cannot be drawn again: --suite names the suite as it was";
  for (const name of named) {
    const now = files.find((file) => file.name === name);
    if (now === undefined) return `the ${name} file is not there, so the report cannot be drawn again`;
    const then = recorded?.files?.find((file) => file.name === name)?.digest;
    if (then !== undefined && then !== now.digest)
      return `the ${name} file has changed since the report was drawn, so it cannot be drawn again: put it back as it was, or draw a new report`;
  }
  return drillsDiffer(recorded, drills);
}

/** Only what a report says of itself tells which drills pages were drawn with; those that are there may have come later. */
function drillsUnsaid(recorded: DrawnRecord | undefined, { drills = [], drillsFound = false }: DrawnFrom): string | undefined {
  if (!drillsFound || drills.length === 0 || recorded !== undefined) return undefined;
  return "report.json is not there, which says with which drills the report was drawn: name those with --drills, or draw a new report";
}

/** Which ledgers of drills the report read are not those of now; a report from before there were any says nothing of them. */
function drillsDiffer(recorded: DrawnRecord | undefined, now: readonly { readonly id: string; readonly head: string }[]) {
  const then = recorded?.drillLedgers;
  if (then === undefined) return undefined;
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

/** Reviews go on after a page was drawn; those it was drawn with have to stand in the log as they did. */
function reviewsLost(recorded: DrawnRecord | undefined, { reviews = [] }: DrawnFrom): RunCheck | undefined {
  const lost = recorded?.reviews.find(({ run, head }) => reviews.some((one) => one.run === run && one.after(head) === undefined));
  if (lost === undefined) return undefined;
  const says = `the report was drawn with reviews that ended in ${shorten(lost.head, 16)}, and the review log of the run ${shorten(lost.run, 60)} has no such record: records of it were removed or changed, or the report was`;
  return { what: "report", state: "broken", says };
}

/** Reviews that came after the report was drawn, which is drawn again without them. */
function reviewsSince(recorded: DrawnRecord | undefined, { reviews = [] }: DrawnFrom): RunCheck[] {
  if (recorded === undefined) return [];
  return reviews.flatMap(({ run, head, after }): RunCheck[] => {
    const then = recorded.reviews.find((one) => one.run === run)?.head;
    if (head === null || head === then) return [];
    const of = `the reviews of the run ${shorten(run, 60)}`;
    const since = then === undefined ? "were begun" : `have gone on by ${many(after(then) ?? 0, "entry", "entries")}`;
    return [{ what: "report", state: "absent", says: `${of} ${since} since the report was drawn: a new report counts them` }];
  });
}
