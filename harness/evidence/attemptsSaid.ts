import type { Outcome } from "../compare.ts";
import { count, inWords, many, percent, percentDown, percentUp } from "../words.ts";
import type { DifferingCell, UnstableCase } from "./attempts.ts";
import type { PassAll, Reliability } from "./attemptsTally.ts";

const SMALL = 30;

/** One line about how far attempts repeat each other, for one action type or for all. */
export function attemptsSaid({ passes, mixed }: Reliability): string {
  const last = passes.findLast(({ all }) => all !== null);
  if (last === undefined) return "No case of this kind was attempted, so nothing is known about repeating.";
  if (last.k < 2) return "Each case was put to the agent once, so nothing is known about repeating.";
  const left = last.excluded === 0 ? "" : ` (${count(last.excluded)} with fewer attempts left out)`;
  const some =
    mixed === 0 ? "none matches only sometimes" : `${many(mixed, "case")} ${mixed === 1 ? "matches" : "match"} only sometimes`;
  return `All ${inWords(last.k)} attempts match in ${passSaid(last)}${left}, at least one in ${percent(last.any ?? 0)}; ${some}.`;
}

/** "52.5% (36.1% to 68.5%) of 40 cases". */
function passSaid({ all, low, high, cases }: PassAll): string {
  const share = all ?? 0;
  const whole = Math.round(share * cases);
  const range = `(${percentDown(low)} to ${percentUp(high)})`;
  if (cases < SMALL && Math.abs(whole - share * cases) < 1e-9) return `${count(whole)} of ${many(cases, "case")} ${range}`;
  return `${percent(share)} ${range} of ${many(cases, "case")}`;
}

/** Whether more attempts or more cases would make the match rate over all attempts more certain; undefined where nothing tells. */
export function doublingSaid({ doubling, variance }: Reliability): string | undefined {
  if (doubling === null || variance === null) return undefined;
  const { error, twiceAttempts, twiceCases } = doubling;
  if (error === 0)
    return "All attempts at all cases came out alike, so nothing tells whether more attempts or more cases would help.";
  const less = (then: number) => percent(Math.max(0, 1 - then / error));
  const advice =
    variance.within === 0
      ? "attempts at one case never differ, so only more cases help"
      : variance.between === 0
        ? "cases do not differ from each other beyond chance, so either helps alike"
        : "more cases help more";
  return `Twice the cases would narrow the error of the match rate by ${less(twiceCases)}, twice the attempts by ${less(twiceAttempts)}: ${advice}. A gate counts the first attempt only.`;
}

const OUTCOMES: Record<Outcome, (decided: string, proposed: string) => string> = {
  match: (decided) => `${decided}, as the person`,
  near: (decided) => `${decided}, minor details differ`,
  params: (decided) => `${decided}, other details`,
  type: (decided, proposed) => `${proposed} in place of ${decided}`,
  overreach: (decided, proposed) => `${proposed}, where the person: ${decided}`,
  missed: (decided) => `${decided} missed`,
  escalated: (decided) => `handed over, where the person: ${decided}`,
  abstained: () => "no proposal",
  failed: () => "nothing usable",
};

/** What the attempts at one case came to, way by way; `name` says what a label is called. */
export function differedSaid({ ways, moreWays }: UnstableCase, name: (label: string) => string): string {
  const cell = ({ decided, proposed, outcome }: DifferingCell) => OUTCOMES[outcome](name(decided), name(proposed));
  const said = ways.map(({ attempts, cells, moreCells }) => {
    const more = moreCells === 0 ? [] : [`${count(moreCells)} more`];
    return `${many(attempts, "attempt")}: ${[...cells.map(cell), ...more].join(", ") || "none of this"}`;
  });
  return [...said, ...(moreWays === 0 ? [] : [`${many(moreWays, "more way")}`])].join("; ");
}
