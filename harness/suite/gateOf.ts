import { isReserved } from "../action.ts";
import { type RiskProfile, seenOn } from "../ceiling.ts";
import { quote } from "../comparators/quote.ts";
import type { Outcome } from "../compare.ts";
import type { Criterion } from "../criteria/criterion.ts";
import { EarnestError } from "../errors.ts";
import type { Gate } from "../gate.ts";
import { strictest } from "../ladders/strictest.ts";
import { evidenceLadder, type Ladder, type Rung, rungIndex } from "../ladders.ts";
import type { ActionRow } from "../suite.ts";
import { leftOutOf } from "./leftOutOf.ts";

/** What a proposed action can come to, short of a match; the other outcomes mean that nothing was proposed. */
const COUNTABLE: readonly Outcome[] = ["near", "params", "type", "overreach", "failed"];
const AT = "L3";

/** The gate of one row: the suite's own criteria, or those the ladder demands. Throws SUITE_BROKEN. */
export function gateOf(type: string, row: ActionRow, ladder: Ladder): Gate {
  if (isReserved(type)) throw new EarnestError("SUITE_BROKEN", `"${type}" is reserved and cannot be an action type of a suite`);
  const at = row.at ?? AT;
  const index = rungIndex(ladder, at);
  const present = ladder.rungs[index] as Rung;
  const next = ladder.rungs[index + 1];
  if (row.ask !== undefined && rungIndex(ladder, row.ask) !== index + 1) {
    throw new EarnestError("SUITE_BROKEN", `${type} stands at ${at} and asks for ${row.ask}: one rung at a time`, {
      next: `Ask for ${next?.id ?? "nothing: it stands on the highest rung"}`,
    });
  }
  refuseFaults(type, row);
  const filled = (criteria: readonly Criterion[] = []) => criteria.map((one) => one.of?.(row) ?? one);
  // A row that names no rung only stands somewhere by default; it must not lose what it never claimed.
  const claimed: Partial<Rung> = row.at === undefined && row.ask === undefined ? {} : present;
  const demanded = {
    climb: filled(row.ask === undefined || next === undefined ? [] : demandedFor(next, present, row, ladder)),
    stay: filled(claimed.stay),
    hold: filled(claimed.hold),
  };
  // Each list of its own takes the place of the ladder's; one that says what it takes to climb is held to its own throughout.
  const instead: Partial<Rung> = row.climb === undefined ? demanded : {};
  const gate = {
    at,
    ask: row.ask,
    below: ladder.rungs[index - 1]?.id,
    climb: filled(row.climb ?? instead.climb),
    stay: filled(row.stay ?? instead.stay),
    hold: filled(row.hold ?? instead.hold),
  };
  const { hold, ...others } = gate;
  const leftOut = leftOutOf(demanded, gate);
  return {
    ...others,
    ...(hold.length === 0 ? {} : { hold }),
    ...(row.risk === undefined ? {} : { ceiling: ceilingFor(type, row.risk, row, ladder) }),
    ...(leftOut.length === 0 ? {} : { leftOut }),
    // What a ladder does not say of its rungs is taken for the worse.
    ...(row.ask !== undefined && (next?.alone ?? true) ? { alone: true } : {}),
  };
}

/** A row that names no rung only stands somewhere by default; it must not lose what it never claimed. */
function ceilingFor(type: string, risk: RiskProfile, { at, ask, owners, reversibility }: ActionRow, ladder: Ladder) {
  return seenOn(risk, ladder, at ?? (ask === undefined ? undefined : AT), ask, { type, owners, reversibility });
}

/** What the ladder demands for a rung; a consequential type brings what the evidence ladder demands there, and on every rung that the step jumps. */
function demandedFor(next: Rung, present: Rung, { consequential }: ActionRow, ladder: Ladder): readonly Criterion[] {
  const own = next.climb ?? [];
  if (consequential === undefined || ladder === evidenceLadder) return own;
  const rungs = evidenceLadder.rungs;
  const [from, to] = [present, next].map(({ like }) => rungs.findIndex(({ id }) => id === like)) as [number, number];
  if (from < 0 || to < 0) {
    throw new EarnestError(
      "SUITE_BROKEN",
      `the ladder "${ladder.name}" does not say which rungs ${present.id} and ${next.id} are like`,
      {
        next: "A consequential type skips no rung: give every rung like, one of L0 to L5, and put the ladder through defineLadder",
      },
    );
  }
  const passed = rungs.slice(Math.min(from + 1, to), to + 1).flatMap(({ climb = [] }) => climb);
  return strictest([...own, ...passed]);
}

function refuseFaults(type: string, row: ActionRow): void {
  const faults = [
    ...(row.serious ?? [])
      .filter((outcome) => !COUNTABLE.includes(outcome))
      .map((outcome) => `serious names "${outcome}", which no proposal can come to`),
    ...[...(row.climb ?? []), ...(row.stay ?? []), ...(row.hold ?? [])]
      .filter((given) => !isCriterion(given))
      .map((given) => `${quote(given)} is not a criterion`),
  ];
  if (faults.length > 0) throw new EarnestError("SUITE_BROKEN", `${type}: ${faults.join("; ")}`);
}

/** Suites run with their types stripped: what is compared with a ladder's demands, and printed, has to be there. */
function isCriterion(given: Criterion | undefined): boolean {
  const { name, params, limit, judge } = Object(given) as Partial<Criterion>;
  const isPlain = typeof params === "object" && params !== null;
  return typeof judge === "function" && typeof name === "string" && typeof limit === "string" && isPlain;
}
