import { dirname, join } from "node:path";
import { drawnReport } from "../../reports/gateReport.ts";
import type { PlacedCases } from "../../reports/page/placedCases.ts";
import { PAGE_OPTIONS, type PageOptions } from "../../reports/pageOptions.ts";
import { EarnestError } from "../errors.ts";
import type { CaseDetail } from "../run/caseBook.ts";
import type { Judged } from "../run/judge.ts";
import { makePreflight, type Preflight } from "../run/preflight.ts";
import { count, many } from "../words.ts";
import { tell } from "./say.ts";
import { needsSidecar, type PageFile, writeSidecar } from "./sidecar.ts";

/** Megabytes from which a page is slow to open, and beyond which none is written that was not asked for so large. */
const WARN = 10;
const REFUSE = 25;

/**
 * Draws the gate report, and looks through its cases before anybody writes it; where some that
 * differ found no room, all cases go into a file beside the page. Throws PERSONAL_DATA, or OUTPUT for a page that is too large.
 */
export async function drawPage({ judgement, book }: Judged, options: PageOptions, to: PageFile): Promise<string> {
  const drawn = drawnReport(judgement, book, options);
  refuseLarge(drawn.html, options);
  using preflight = await makePreflight(judgement.run);
  const looked = lookThrough(preflight, drawn.placed);
  sayUnredacted(preflight.unredacted, looked);
  const unplaced = book.total > book.entries.length || missesDisagreements(drawn.placed);
  if (!unplaced || options.cases !== "all" || !needsSidecar(to)) return drawn.html;
  // What another version did counts for nothing here.
  const counted = to.runDirs.filter((_, i) => judgement.runs[i]?.otherVersion !== true);
  const beside = writeSidecar({ ...to, runDirs: counted }, preflight);
  tell(`  ${join(dirname(to.file), beside.name)} holds all ${many(beside.cases, "case")}: keep it beside the page.`);
  return drawnReport(judgement, book, { ...options, beside }).html;
}

/** Agreements that found no room are told of, and are in the ledger: what a reader is here for is where the two differ. */
function missesDisagreements({ piles }: PlacedCases): boolean {
  return piles.some(({ entries, details, traced, steps }) => {
    const left = [...entries.slice(details), ...traced.slice(steps)];
    return left.some(({ outcome }) => outcome !== "match");
  });
}

function refuseLarge(html: string, { megabytes: asked }: PageOptions): void {
  const megabytes = Buffer.byteLength(html) / 1e6;
  const most = asked === PAGE_OPTIONS.megabytes ? REFUSE : asked;
  const said = `${megabytes.toFixed(1)} MB`;
  if (megabytes > most)
    throw new EarnestError("OUTPUT", `the page would take ${said}, and ${most} MB is the most, even with no case in it`, {
      next: `Allow it with --max-size ${Math.ceil(megabytes)}, or ask about fewer action types with --ask`,
    });
  if (megabytes > WARN) tell(`  The page takes ${said}: slow to open on some machines, and too large for much of the post.`);
}

/** How many cases it looked through. */
function lookThrough(preflight: Preflight, { piles }: PlacedCases): number {
  let cases = 0;
  for (const { entries, traced, details, steps } of piles) {
    const whole = new Set(traced.slice(0, steps));
    for (const entry of entries.slice(0, details)) {
      const all = whole.has(entry) && entry.steps !== null ? JSON.parse(entry.steps) : undefined;
      preflight.look(JSON.parse(entry.detail as string) as CaseDetail, all);
      cases++;
    }
  }
  return cases;
}

function sayUnredacted(n: number, looked: number): void {
  if (n === 0) return;
  tell(
    `  ${many(n, "case")} of ${count(looked)} in the page ${n === 1 ? "holds" : "hold"} what looks like personal data, which the suite does not have redacted: mind who gets the page, or draw it with --cases none.`,
  );
}
