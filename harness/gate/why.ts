import type { Finding } from "../criteria/criterion.ts";
import { isAboutWall } from "../criteria/sealedWall.ts";
import type { Decided, Gate } from "../gate.ts";
import { inWords, limitPercent, lowered } from "../words.ts";

/** A sentence that says why, and one that says what would change it. */
type Why = Pick<Decided, "why" | "change">;

/** Why an answer is yes; `waivedBy` is who let the sealed wall be. */
export function whyPromoted(climb: readonly Finding[], waivedBy: string | null): Why {
  const [lead] = climb as [Finding];
  // What a person waived was not met.
  const met = waivedBy === null ? climb.length : climb.length - 1;
  const other = waivedBy === null ? "" : "other ";
  const checks = met === 1 ? `The one ${other}check is met.` : `All ${inWords(met)} ${other}checks are met.`;
  const all = waivedBy === null ? checks : `${checks} The sealed wall was waived by ${waivedBy}.`;
  // What has the least room comes first: it is what would change the answer soonest. That what must be whole is no more so once
  // anything is missing goes without saying, where there is room that was measured.
  const withRoom = climb.filter((finding) => roomOf(finding) !== undefined);
  const measured = withRoom.filter(({ numbers }) => numbers["logE"] !== undefined);
  const nearest = (measured.length > 0 ? measured : withRoom).toSorted((a, b) => Number(roomOf(a)) - Number(roomOf(b)));
  const changes = nearest.slice(0, 2).map((finding) => finding.change.replace(/\.$/, ""));
  return { why: `${lead.because} ${all}`, change: changes.length === 0 ? lead.change : `${changes.join(", or ")}.` };
}

function roomOf(finding: Finding): number | undefined {
  return finding.numbers["room"];
}

/** Why an answer is no for now. */
export function whyHeld(failed: readonly Finding[], climb: readonly Finding[], stay: readonly Finding[], at: string): Why {
  const lead = leadOf(failed);
  if (isAgreement(lead)) {
    const floor = stay.find(isAgreement);
    const stays =
      floor === undefined
        ? ""
        : ` Staying at ${at} takes ${floorOf(floor)}, which it ${floor.verdict === "met" ? "meets" : "may not meet"}.`;
    return { why: `${lead.because}${stays}`, change: alsoNeeded(lead.change, failed.length - 1, "failed") };
  }
  const checks = failed.length === 1 ? "one check failed:" : `${inWords(failed.length)} checks failed. The first:`;
  const clears = climb.some((finding) => isAgreement(finding) && finding.verdict === "met");
  const why = clears ? `The match rate clears the gate, but ${checks} ${lowered(lead.because)}` : lead.because;
  return { why, change: alsoNeeded(lead.change, failed.length - 1, "failed") };
}

/** Why there is no answer yet. */
export function whyOpen(open: readonly Finding[], climb: readonly Finding[], all: readonly Finding[]): Why {
  const wall = open.find(isAboutWall);
  const counted = open.filter((finding) => finding !== wall);
  if (wall !== undefined && counted.length === 0)
    return { why: wall.because, change: alsoNeeded(wall.change, all.length - 1, "open") };
  const lead = leadOf(counted);
  // What takes the most cases is what has to be waited for; the others come with it. No number of cases makes a wall.
  const longest = counted.reduce((a, b) => (waitOf(b) > waitOf(a) ? b : a), lead);
  const said = longest === lead ? lead.change : `for “${longest.question}”, which waits longest: ${longest.change}`;
  const cases = alsoNeeded(said, all.length - (wall === undefined ? 1 : 2), "open");
  const change = wall === undefined ? cases : `${cases} It also takes ${wall.change}`;
  if (isAgreement(lead) || climb.every((finding) => finding.verdict !== "met")) return { why: lead.because, change };
  const checks =
    counted.length === 1
      ? "one check cannot be decided yet:"
      : `${inWords(counted.length)} checks cannot be decided yet. The first:`;
  return { why: `Nothing speaks against it, but ${checks} ${lowered(lead.because)}`, change };
}

/** Why the present rung is lost. */
export function whyDemoted(lost: Finding, climb: readonly Finding[], gate: Gate, atMost: string): string {
  if (!isAgreement(lost)) return `${lost.because} With that it cannot stay at ${gate.at}.`;
  const asked = climb.find(isAgreement);
  const up = asked === undefined ? "" : `, moving up takes ${floorOf(asked)}`;
  return `${atMost}. Staying at ${gate.at} takes ${floorOf(lost)}${up}.`;
}

/** What a reader asks about first is the match rate. */
function leadOf(findings: readonly Finding[]): Finding {
  return findings.find(isAgreement) ?? (findings[0] as Finding);
}

/** More cases that an open check takes; without a number, more than can be counted on. */
function waitOf({ numbers }: Finding): number {
  return numbers["more"] ?? Number.POSITIVE_INFINITY;
}

/** Is it about the match rate? */
export function isAgreement(finding: Finding): boolean {
  return finding.criterion.name === "agreementAtLeast";
}

function floorOf(finding: Finding): string {
  return limitPercent(Number(finding.criterion.params["floor"]));
}

/** A change that would not be enough by itself says so. */
function alsoNeeded(change: string, others: number, state: "failed" | "open"): string {
  if (others === 0) return change;
  const rest = others === 1 ? "One more check" : `${inWords(others, true)} more checks`;
  return `${change} ${rest} ${state === "failed" ? "failed" : others === 1 ? "is open" : "are open"} as well.`;
}
