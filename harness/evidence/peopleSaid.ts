import { count, limitPercent, many, percent, percentDown, percentUp } from "../words.ts";
import type { Baseline, People, PeopleEvidence } from "./people.ts";
import type { NoiseFloor, RelativeAgreement } from "./peopleTally.ts";

/** Below this, a count says more than a percentage. */
const SMALL = 30;

/** One line about people and one action type, or about all decisions when no type is given; `name` says what a label is called, `policy` whether the type has one. */
export function peopleSaid(
  people: People,
  evidence: PeopleEvidence,
  name: (label: string) => string,
  { policy = false } = {},
): string {
  const { constant, noiseFloor } = evidence;
  // Where nobody decided a case twice, saying so once is enough.
  const said =
    constant !== null && people.doubled.cases === 0 ? [] : [noiseFloorSaid(people, noiseFloor, constant !== null, policy)];
  if (constant !== null && constant.n > 0) said.push(`always proposing this would match ${shareSaid(constant)} at best`);
  if (people.majority !== null)
    said.push(`the most frequent decision, ${name(people.majority.label)}, is ${shareSaid(people.majority)}`);
  const line = said.join("; ");
  return `${line.charAt(0).toUpperCase()}${line.slice(1)}.`;
}

/** How often people agree: "Two people agree in 91.2% (83.0% to 96.0%) of 120 cases". */
function noiseFloorSaid(people: People, floor: NoiseFloor | null, ofType: boolean, policy: boolean): string {
  const inPolicy = policy ? " within its policy" : "";
  if (people.doubled.cases === 0) return "No case was decided by two people, so nobody knows how often people agree";
  if (floor === null)
    return ofType ? `In the cases decided by two people nobody chose this${inPolicy}` : "Nobody can say how often people agree";
  const range = `${percentDown(floor.low)} to ${percentUp(floor.high)}`;
  const clusters = floor.clusters === floor.cases ? "" : ` in ${many(floor.clusters, "cluster")}`;
  const cases = `${many(floor.cases, "case")}${clusters}`;
  const few = floor.cases < SMALL;
  if (ofType) {
    const share = few ? `${count(floor.alike)} of ${count(floor.pairs)} times` : `in ${percent(floor.estimate)}`;
    return `Where one person chose this${inPolicy}, another did the same ${share} (${range}; ${cases})`;
  }
  const alike = floor.estimate * floor.cases;
  if (few && Number.isInteger(alike)) return `Two people agree in ${count(alike)} of ${cases} (${range})`;
  return `Two people agree in ${percent(floor.estimate)} (${range}) of ${cases}`;
}

/** The agent beside people on the same cases, or undefined where there is nothing to compare. */
export function relativeSaid(relative: RelativeAgreement | null): string | undefined {
  if (relative === null) return undefined;
  const { agent, people, difference, ratio, enough } = relative;
  const beside = `On these cases the agent agrees with people in ${percent(agent)}, and people with each other in ${percent(people)}`;
  const range = difference === null ? "" : `: ${pointsRange(difference.interval.low, difference.interval.high)}`;
  const times = ratio === null ? "" : `, or ${ratio.interval.low.toFixed(2)} to ${ratio.interval.high.toFixed(2)} times as often`;
  return `${beside}${range}${times}.${enough ? "" : " These are fewer than 50 cases: shown, and decide nothing."}`;
}

/** Says that a gate asks for more agreement than people reach with each other, or nothing where it does not. */
export function gateAbovePeople(floor: NoiseFloor | null, gate: number): string | undefined {
  if (floor === null || gate <= floor.estimate) return undefined;
  const range = `${percentDown(floor.low)} to ${percentUp(floor.high)}`;
  return `The gate asks for ${limitPercent(gate)}, and people agree with each other in only ${percent(floor.estimate)} (${range}; ${many(floor.cases, "case")}): it may be out of reach for anybody.`;
}

/** A difference of two shares in points, both ends rounded outwards: "between 6.1 points less and 0.2 points more". */
export function pointsRange(low: number, high: number): string {
  const sided = (text: string, side: number) => `${text.replace(/^-|%$/g, "")} points ${side < 0 ? "less" : "more"}`;
  return `between ${sided(percentDown(low), low)} and ${sided(percentUp(high), high)}`;
}

function shareSaid({ k, n }: Baseline): string {
  return n < SMALL ? `${count(k)} of ${many(n, "case")}` : percent(k / n);
}
