import type { Finding } from "../criteria/criterion.ts";
import { isAboutWall } from "../criteria/sealedWall.ts";
import type { Decided, Gate } from "../gate.ts";
import { say } from "../sentences.ts";

/** A sentence that says why, and one that says what would change it. */
type Why = Pick<Decided, "why" | "change">;

/** Why an answer is yes; `waivedBy` is who let the sealed wall be. */
export function whyPromoted(climb: readonly Finding[], waivedBy: string | null): Why {
  const [lead] = climb as [Finding];
  // What a person waived was not met.
  const checks = waivedBy === null ? climb.length : climb.length - 1;
  // What has the least room comes first: it is what would change the answer soonest. That what must be whole is no more so once
  // anything is missing goes without saying, where there is room that was measured.
  const withRoom = climb.filter((finding) => roomOf(finding) !== undefined);
  const measured = withRoom.filter(({ numbers }) => numbers["logE"] !== undefined);
  const nearest = (measured.length > 0 ? measured : withRoom).toSorted((a, b) => Number(roomOf(a)) - Number(roomOf(b)));
  return {
    why: say.answers.promoted({ because: lead.because, checks, waivedBy }),
    change: nearest.length === 0 ? lead.change : say.answers.eitherOf(nearest.slice(0, 2).map(({ change }) => change)),
  };
}

function roomOf(finding: Finding): number | undefined {
  return finding.numbers["room"];
}

/** Why an answer is no for now; `open` checks are not decided yet, and would still stand in the way. */
export function whyHeld(failed: readonly Finding[], open: number, climb: readonly Finding[], gate: Held): Why {
  const lead = leadOf(failed);
  const { stay, at } = gate;
  const change = withOthers(withOthers(lead.change, failed.length - 1, say.answers.alsoFailed), open, say.answers.alsoOpen);
  if (isAgreement(lead)) {
    const floor = stay.find(isAgreement);
    const staying = floor && say.answers.staying({ at, floor: floorOf(floor), meets: floor.verdict === "met" });
    return { why: staying === undefined ? lead.because : `${lead.because} ${staying}`, change };
  }
  const clears = climb.some((finding) => isAgreement(finding) && finding.verdict === "met");
  return { why: clears ? say.answers.clearsBut({ because: lead.because, failed: failed.length }) : lead.because, change };
}

/** What holds on the present rung. */
interface Held {
  readonly at: string;
  readonly stay: readonly Finding[];
}

/** Why there is no answer yet. */
export function whyOpen(open: readonly Finding[], climb: readonly Finding[], all: readonly Finding[]): Why {
  const wall = open.find(isAboutWall);
  const counted = open.filter((finding) => finding !== wall);
  if (wall !== undefined && counted.length === 0)
    return { why: wall.because, change: withOthers(wall.change, all.length - 1, say.answers.alsoOpen) };
  const lead = leadOf(counted);
  // What takes the most cases is what has to be waited for; the others come with it. No number of cases makes a wall.
  const waitOf = waitsAmong(counted);
  const longest = counted.reduce((a, b) => (waitOf(b) > waitOf(a) ? b : a), lead);
  const waits = longest === lead ? lead.change : say.answers.waitsLongest(longest);
  const cases = withOthers(waits, all.length - (wall === undefined ? 1 : 2), say.answers.alsoOpen);
  const change = wall === undefined ? cases : `${cases} ${say.answers.alsoTakes(wall.change)}`;
  if (isAgreement(lead) || climb.every((finding) => finding.verdict !== "met")) return { why: lead.because, change };
  return { why: say.answers.openBut({ because: lead.because, open: counted.length }), change };
}

/** Why the present rung is lost. */
export function whyDemoted(lost: Finding, climb: readonly Finding[], gate: Gate, atMost: string): string {
  if (!isAgreement(lost)) return say.answers.demotedBy({ because: lost.because, at: gate.at });
  const asked = climb.find(isAgreement);
  return say.answers.demoted({ atMost, at: gate.at, floor: floorOf(lost), gate: asked === undefined ? null : floorOf(asked) });
}

/** What a reader asks about first is the match rate. */
function leadOf(findings: readonly Finding[]): Finding {
  return findings.find(isAgreement) ?? (findings[0] as Finding);
}

/**
 * How long each open check is waited for; without a number, longer than can be counted on. Checks count cases of their own kinds, which
 * come up more and less often: compared is how often as many as were seen have to come again, where each saw some.
 */
function waitsAmong(open: readonly Finding[]): (finding: Finding) => number {
  const seenOf = ({ numbers }: Finding) => numbers["votes"] ?? numbers["n"] ?? 0;
  const waited = open.filter(({ numbers }) => numbers["more"] !== undefined);
  const comparable = waited.every((finding) => seenOf(finding) > 0);
  return (finding) => (finding.numbers["more"] ?? Number.POSITIVE_INFINITY) / (comparable ? seenOf(finding) || 1 : 1);
}

/** Is it about the match rate? */
export function isAgreement(finding: Finding): boolean {
  return finding.criterion.name === "agreementAtLeast";
}

function floorOf(finding: Finding): number {
  return Number(finding.criterion.params["floor"]);
}

/** A change that would not be enough by itself says so. */
function withOthers(change: string, others: number, said: (others: number) => string): string {
  return others === 0 ? change : `${change} ${said(others)}`;
}
