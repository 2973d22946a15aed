import { realpathSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { autonomySheet } from "../../reports/autonomySheet.ts";
import { csvReport } from "../../reports/csvReport.ts";
import { gateReport } from "../../reports/gateReport.ts";
import { jsonReport } from "../../reports/jsonReport.ts";
import { junitReport } from "../../reports/junitReport.ts";
import { markdownReport } from "../../reports/markdownReport.ts";
import { sheetsFound } from "../../reports/sheetsFound.ts";
import { openDrills } from "../drill/drillLedger.ts";
import { recordFiles } from "../evidence/recordFiles.ts";
import { readReviews, reviewsAfter } from "../evidence/reviewLog.ts";
import { type Judged, judge } from "../run/judge.ts";
import type { Judgement } from "../run/judgement.ts";
import type { ReadySuite } from "../suite.ts";
import { gateCheck } from "../verify/gateCheck.ts";
import { pageBeside } from "../verify/pageBeside.ts";
import type { DrawnRecord } from "../verify/pageRecord.ts";
import type { VerifiedDrills } from "../verify/verifyDrills.ts";
import { type Pages, type Redrawn, verifyPages } from "../verify/verifyPages.ts";
import { type RunCheck, recordsAfter, type VerifiedRun } from "../verify/verifyRun.ts";
import { besideCheck } from "./besideCheck.ts";
import { version } from "./commands.ts";
import { drillDirs, leftOutThen } from "./drillDirs.ts";
import { chosen, optionsOfPage } from "./optionsOfPage.ts";

/** What pages are checked against. */
export interface DrawnAgain {
  readonly suite: ReadySuite;
  readonly runs: readonly VerifiedRun[];
  readonly drills: readonly VerifiedDrills[];
  /** Were the drill ledgers looked for, and not named? */
  readonly drillsFound: boolean;
  /** The report that was named; undefined where the folder of the last run stands for its pages. */
  readonly report: string | undefined;
  readonly record: DrawnRecord | undefined;
}

/** The gates against those of the runs, and the pages drawn again from the ledgers, byte for byte. */
export function drawnAgain(given: DrawnAgain): { readonly gate: RunCheck; readonly pages: readonly RunCheck[] } {
  const { suite, runs, drills, drillsFound, report, record } = given;
  const dirs = runs.map(({ dir }) => dir);
  let judged: Judged | undefined;
  const again = () => {
    const drillFolders = drills.map(({ dir }) => dir);
    // Reviews go on after a page was drawn: it is drawn again by those that it has read.
    const reviewsThen = record && new Map(record.reviews.map(({ run, head }) => [run, head]));
    judged ??= judge(suite, dirs, undefined, drillFolders, leftOutThen(suite, record), reviewsThen);
    return judged;
  };
  const begunWith = runs.map(({ header }) => header.suite.digest);
  const gate = gateCheck(
    suite,
    runs.map(({ header }) => header),
    record !== undefined && begunWith.includes(record.rules) ? record.answers : undefined,
    () => again().judgement.types.map(({ type, decided }) => ({ type, verdict: decided.verdict })),
  );
  const leftOut = record?.drillsLeftOut.map(({ id }) => id) ?? [];
  const lastBegan = Date.parse(runs.at(-1)?.header.startedAt ?? "");
  const since = drillsFound ? drillDirs(suite, undefined).filter((dir) => drills.every((one) => one.dir !== dir)) : [];
  const now = {
    rules: suite.digest,
    begunWith,
    earnest: version(),
    runs: runs.map(({ header }) => header.id),
    heads: new Map(runs.map(({ dir, header, head }) => [header.id, { head, after: (kept: string) => recordsAfter(dir, kept) }])),
    named: (["drills", "adjudications", "limits"] as const).filter((name) => suite[name] !== undefined),
    files: recordFiles(suite),
    drills: drills.map(({ header, head }) => ({ id: header.id, head })),
    drillsFound,
    reviews: runs.flatMap(({ dir, header, head: ledgerHead }) => {
      const log = readReviews(dir, header.id);
      // Reviews of a run that has gone on since do not count, nor do those of another version.
      const counts = log?.plan.ledgerHead === ledgerHead && sameAgent(header, runs.at(-1)?.header);
      const head = log === null || !counts ? null : log.head;
      return [{ run: header.id, head, after: (kept: string) => reviewsAfter(dir, kept) }];
    }),
    drillsSince: since
      .map((dir) => openDrills(dir).header)
      .filter(({ id }) => !leftOut.includes(id))
      .map(({ id, startedAt }) => ({ id, beforeRun: Date.parse(startedAt) < lastBegan })),
  };
  // A report that was named may be named by a link; in a folder, no page is one.
  const page = report === undefined ? join(dirs.at(-1) as string, "report.html") : realpathSync(report);
  const json = page.toLowerCase().endsWith(".json");
  const draw = pagesBy(again)[json ? "report.json" : "report.html"] as Pages[string];
  const drawn = report === undefined ? pagesBy(again) : { [basename(page)]: draw };
  const pages = verifyPages(dirname(page), drawn, now, record);
  // Where pages cannot be drawn again, nothing beside them can be told either.
  if (json || pages.every(({ state }) => state !== "holds")) return { gate, pages };
  return { gate, pages: [...pages, ...besideOf(page, again().judgement, dirs)] };
}

/** Every page that a folder may hold and a ledger gives; a PDF is not the same twice, and stays out. */
function pagesBy(again: () => Judged): Pages {
  return {
    "report.json": () => jsonReport(again().judgement),
    "report.html": (found) => pageAgain(again(), found),
    "cases.csv": () => csvReport(again().book),
    "junit.xml": () => junitReport(again().judgement),
    "summary.md": () => markdownReport(again().judgement),
    "autonomy.html": (found) => sheetAgain(again().judgement, found),
  };
}

function sameAgent({ agent }: VerifiedRun["header"], last: VerifiedRun["header"] | undefined): boolean {
  return agent.name === last?.agent.name && agent.version === last.agent.version;
}

function besideOf(page: string, judgement: Judgement, dirs: readonly string[]): RunCheck[] {
  const found = pageBeside(dirname(page), basename(page));
  // One that cannot be read is told of by its own check.
  const beside = found !== null && "text" in found ? (optionsOfPage(found.text, judgement)?.beside ?? null) : null;
  // What another version did counts for nothing in a report.
  const counted = dirs.filter((_, i) => judgement.runs[i]?.otherVersion !== true);
  return beside === null ? [] : [besideCheck(page, beside, counted)];
}

function pageAgain({ judgement, book }: Judged, found: string): Redrawn {
  const options = optionsOfPage(found, judgement);
  if (options === undefined)
    return { state: "broken", says: "what the page says of how it was drawn was changed: no page is drawn so" };
  return { text: gateReport(judgement, book, options), besides: chosen(options) };
}

/** The sheets of the action types that were drawn, but for those beside a register, which is not in the folder. */
function sheetAgain(judgement: Judgement, found: string): Redrawn {
  const { types, register } = sheetsFound(found, judgement);
  if (!register) return { text: autonomySheet(judgement, types) };
  return { state: "unknown", says: "autonomy.html was drawn beside a register, which the ledger does not hold: draw it again" };
}
