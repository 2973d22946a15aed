import { existsSync, statSync } from "node:fs";
import { drawnReport } from "../../reports/gateReport.ts";
import type { PlacedCases } from "../../reports/page/placedCases.ts";
import type { PageOptions, Sidecar } from "../../reports/pageOptions.ts";
import { EarnestError } from "../errors.ts";
import type { CaseBook, CaseDetail, CaseEntry } from "../run/caseBook.ts";
import type { Judged } from "../run/judge.ts";
import { makePreflight, type Preflight } from "../run/preflight.ts";
import { count, many } from "../words.ts";
import { tell } from "./say.ts";
import { needsSidecar, type PageFile, sidecarOf, writeSidecar } from "./sidecar.ts";

/** Megabytes from which a page is slow to open, and beyond which none is written that was not asked for so large. */
const WARN = 10;
const REFUSE = 25;

/**
 * Draws the gate report, and looks through its cases before anybody writes it; where some that
 * differ found no room, all cases go into a file beside the page. Throws PERSONAL_DATA, or OUTPUT for a page that is too large.
 */
export async function drawPage({ judgement, book }: Judged, options: PageOptions, to: PageFile): Promise<string> {
  const drawn = drawnReport(judgement, book, options);
  refuseLarge(drawn.html, to.asked);
  using preflight = await makePreflight(judgement.run);
  lookThrough(preflight, book, drawn.placed);
  sayUnredacted(preflight.unredacted, book.entries.length, options.cases);
  const unplaced = book.total > book.entries.length || missesDisagreements(drawn.placed);
  // What of another version was done counts for nothing here.
  const counted = to.runDirs.filter((_, i) => judgement.runs[i]?.otherVersion !== true);
  const beside =
    unplaced && options.cases === "all" && needsSidecar(to) ? besideIt({ ...to, runDirs: counted }, preflight) : undefined;
  if (beside !== undefined) return drawnReport(judgement, book, { ...options, beside }).html;
  if (existsSync(sidecarOf(to.file)))
    tell(`  ${sidecarOf(to.file)} is of another page than the one that is there now: do not hand it on with this one.`);
  return drawn.html;
}

/** Undefined where it would be too large: the page goes without it. */
function besideIt(to: PageFile, preflight: Preflight): Sidecar | undefined {
  const before = preflight.unredacted;
  try {
    const beside = writeSidecar(to, preflight);
    const path = sidecarOf(to.file);
    const n = preflight.unredacted - before;
    const personal = n === 0 ? "" : `, ${count(n)} of them with what looks like personal data`;
    const size = `${(statSync(path).size / 1e6).toFixed(1)} MB`;
    tell(`  ${path} (${size}) holds all ${many(beside.cases, "case")}${personal}: keep it beside the page.`);
    return beside;
  } catch (error) {
    if (!(error instanceof EarnestError && error.code === "OUTPUT")) throw error;
    tell(`  ${error.message}. ${error.next}.`);
    return undefined;
  }
}

/** Agreements that found no room are told of, and are in the ledger: what a reader is here for is where the two differ. */
function missesDisagreements({ piles }: PlacedCases): boolean {
  return piles.some(({ entries, details, traced, steps }) => {
    const left = [...entries.slice(details), ...traced.slice(steps)];
    return left.some(({ outcome }) => outcome !== "match");
  });
}

function refuseLarge(html: string, asked: number | undefined): void {
  const megabytes = Buffer.byteLength(html) / 1e6;
  const most = asked ?? REFUSE;
  const said = `${megabytes.toFixed(1)} MB`;
  if (megabytes > most)
    throw new EarnestError("OUTPUT", `the page would take ${said}, and ${most} MB is the most, even with no case in it`, {
      next: `Allow it with --max-size ${Math.ceil(megabytes)}, or ask about fewer action types with --ask`,
    });
  if (megabytes > WARN) tell(`  The page takes ${said}: slow to open on some machines, and too large for much of the post.`);
}

/** A case whose content is not in the page is listed there all the same. */
function lookThrough(preflight: Preflight, { entries: listed }: CaseBook, { piles }: PlacedCases): void {
  const inPage = new Set<CaseEntry>();
  for (const { entries, traced, details, steps } of piles) {
    const whole = new Set(traced.slice(0, steps));
    for (const entry of entries.slice(0, details)) {
      const all = whole.has(entry) && entry.steps !== null ? JSON.parse(entry.steps) : undefined;
      preflight.look(JSON.parse(entry.detail as string) as CaseDetail, all);
      inPage.add(entry);
    }
  }
  for (const entry of listed) if (!inPage.has(entry)) preflight.lookAtName(entry);
}

function sayUnredacted(n: number, listed: number, cases: PageOptions["cases"]): void {
  if (n === 0) return;
  const are = `${many(n, "case")} of ${count(listed)} in the page`;
  const [hold, have] = n === 1 ? ["holds", "has"] : ["hold", "have"];
  tell(
    cases === "none"
      ? `  ${are} ${have} an id or a slice that looks like personal data, which the suite does not have redacted: mind who gets the page.`
      : `  ${are} ${hold} what looks like personal data, which the suite does not have redacted: mind who gets the page, or draw it with --cases none, which leaves ids and slices in it.`,
  );
}
