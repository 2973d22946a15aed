import { z } from "zod";
import { stamp } from "../comparators/stamp.ts";
import type { ComparedTypes } from "../compare.ts";
import type { Criterion } from "../criteria/criterion.ts";
import { type Drilled, drilledBy } from "../evidence/drilledBy.ts";
import type { Waiver } from "../evidence/wallCount.ts";
import type { Serious } from "../evidence.ts";
import { type Gate, gateData, type Together } from "../gate.ts";
import type { Ladder } from "../ladders.ts";
import type { Policies } from "../policy.ts";
import type { ActionRow } from "../suite.ts";

/** Plain data of everything that decides a verdict: a run's header keeps it, and its digest names it. */
export interface SuiteRules {
  readonly comparators: Readonly<Record<string, object>>;
  readonly params: Readonly<Record<string, object>>;
  readonly gates: Readonly<Record<string, object>>;
  readonly ladder: object;
  readonly together: Together;
  readonly envelopes?: object;
  readonly goodOutcomes?: object;
  readonly waiver?: Waiver;
}

/** What of a suite its rules are made from, checked. */
interface Checked {
  readonly actions: Readonly<Record<string, ActionRow>>;
  readonly ladder: Ladder;
  readonly together: Together;
  readonly compared: ComparedTypes;
  readonly gates: ReadonlyMap<string, Gate>;
  readonly policies: Policies;
  readonly serious: Serious;
  readonly waiver?: Waiver | undefined;
}

/** The rules of a suite, in plain data. */
export function rulesOf({ actions, ladder, together, compared, gates, policies, serious, waiver }: Checked): SuiteRules {
  return {
    comparators: Object.fromEntries([...compared].map(([type, { compare }]) => [type, stamp(compare)])),
    // A check written as a function has no plain form; it changes unseen, as the code of a comparator does.
    params: Object.fromEntries(
      Object.entries(actions).flatMap(([type, { params }]) =>
        params === undefined ? [] : [[type, z.toJSONSchema(params, { io: "input", unrepresentable: "any" })]],
      ),
    ),
    gates: Object.fromEntries(
      [...gates].map(([type, gate]) => [
        type,
        {
          ...gateData(gate),
          serious: serious(type),
          ...riskOf(actions[type]),
          under: underOf(policies, type),
          ...drilledIn(actions[type]),
        },
      ]),
    ),
    ladder: decisive(ladder),
    together,
    ...policies.data(),
    ...(waiver === undefined ? {} : { waiver: { by: waiver.by, because: waiver.because } }),
  };
}

/** What else of a row its gate rests on. */
function riskOf({ risk, consequential, baseline }: ActionRow = {}): object {
  const given = Object.entries({ risk, consequential, baseline }).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given);
}

/** What it drills, where it does: less of it, or another version, makes a gate easier. */
function drilledIn(row: ActionRow | undefined): { readonly drilled?: readonly Drilled[] } {
  const drilled = drilledBy(row?.drills);
  return drilled.length === 0 ? {} : { drilled };
}

/** The rung whose envelope a type counts under, and the agents that its acts may come through; null where chains mean nothing. */
function underOf(policies: Policies, type: string): object | null {
  const envelope = policies.under(type);
  if (envelope === undefined) return null;
  return { rung: envelope.rung, agents: envelope.agents === undefined ? null : [...envelope.named].sort() };
}

/** What of a ladder decides; its names and words do not. */
function decisive({ rungs, pace }: Ladder): object {
  const plain = (criteria: readonly Criterion[] = []) => criteria.map(({ name, params }) => ({ name, params }));
  return {
    pace: pace ?? null,
    rungs: rungs.map(({ id, like, alone = true, climb, stay, hold }) => ({
      id,
      like: like ?? null,
      alone,
      climb: plain(climb),
      stay: plain(stay),
      hold: plain(hold),
    })),
  };
}
