import type { Proposed } from "../agent.ts";
import type { Case } from "../case.ts";
import { quote } from "../comparators/quote.ts";
import { type ComparedTypes, unusable } from "../compare.ts";
import type { Observation } from "../replay.ts";
import type { Beyond, BeyondLimit } from "./beyond.ts";
import { actionsOf } from "./compareUnder.ts";
import { type Envelope, keptBy, type Ruled, rulesFor } from "./envelope.ts";
import { momentOf } from "./momentOf.ts";
import type { Policies } from "./policies.ts";
import type { Per, RuleWindow } from "./rule.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** An act that everything but limits over time lets through. */
interface Waiting {
  readonly moment: number;
  readonly id: string;
  readonly index: number;
  readonly envelope: Envelope;
  /** The limits it stands under, and what it adds to each. */
  readonly limits: readonly { readonly ruled: Ruled; readonly adds: number }[];
}

/** Finds the acts that limits over time keep back: these count in the order of time, while cases come in any. */
export class WindowPass {
  readonly #policies: Policies;
  readonly #types: ComparedTypes;
  readonly #waiting: Waiting[] = [];
  readonly #kept = new Map<string, Map<number, readonly BeyondLimit[]>>();

  constructor(policies: Policies, types: ComparedTypes) {
    this.#policies = policies;
    this.#types = types;
  }

  /** One case, each once, of all that are counted. */
  add(one: Case, observations: readonly Observation[]): void {
    for (const [index, action] of actionsOf(observations[0]).entries()) {
      const envelope = this.#policies.under(action.type);
      if (
        envelope?.windowed !== true ||
        unusable(action, this.#types.get(action.type)) !== undefined ||
        keptBy(envelope, one, action).length > 0
      )
        continue;
      const limits = rulesFor(envelope, action).flatMap((ruled) => {
        const { window } = ruled.rule;
        return window === null ? [] : [{ ruled, adds: addsTo(window, action) }];
      });
      if (limits.length === 0) continue;
      const moment = momentOf(one.at ?? one.decisions[0].at);
      const unread = limits.flatMap(({ ruled, adds }) => {
        const why = moment === undefined ? "the case does not say when it was" : adds;
        return typeof why === "string" ? [{ place: ruled.place, unread: why }] : [];
      });
      if (unread.length > 0 || moment === undefined) this.#keep(one.id, index, unread);
      else this.#waiting.push({ moment, id: one.id, index, envelope, limits: limits as Waiting["limits"] });
    }
  }

  /** What is kept back, once every case has been added: first come, first let through; what does not fit takes no room. */
  beyond(): Beyond {
    const taken = new Map<string, number>();
    for (const { moment, id, index, envelope, limits } of this.#waiting.sort(inTime)) {
      const uses = limits.map(({ ruled, adds }) => {
        const window = ruled.rule.window as RuleWindow;
        const key = JSON.stringify([envelope.type, ruled.place, spanOf(moment, window.per)]);
        return { ruled, window, key, sum: (taken.get(key) ?? 0) + adds };
      });
      const over = uses.filter(({ window, sum }) => sum > window.limit + rounding(sum));
      if (over.length > 0)
        this.#keep(
          id,
          index,
          over.map(({ ruled }) => ({ place: ruled.place, unread: null })),
        );
      else for (const { key, sum } of uses) taken.set(key, sum);
    }
    const kept = this.#kept;
    return {
      has: (caseId, action) => kept.get(caseId)?.has(action) === true,
      by: (caseId, action) => kept.get(caseId)?.get(action) ?? [],
    };
  }

  #keep(id: string, index: number, limits: readonly BeyondLimit[]): void {
    this.#kept.set(id, (this.#kept.get(id) ?? new Map<number, readonly BeyondLimit[]>()).set(index, limits));
  }
}

/** What an act adds to a limit over time, or why it cannot be told; what is below 0 would make room for others. */
function addsTo({ param }: RuleWindow, { params }: Proposed): number | string {
  if (param === null) return 1;
  const value = Object.hasOwn(params, param) ? params[param] : undefined;
  if (typeof value === "number" && Number.isFinite(value) && value >= 0) return value;
  return `${quote(param)} is ${quote(value)}, not a number from 0`;
}

function inTime(a: Waiting, b: Waiting): number {
  return a.moment - b.moment || (a.id < b.id ? -1 : a.id > b.id ? 1 : a.index - b.index);
}

/** Which hour, day, or week from Monday on, counted from 1970 in UTC, which began on a Thursday. */
function spanOf(moment: number, per: Per): number {
  if (per === "per hour") return Math.floor(moment / HOUR);
  const day = Math.floor(moment / DAY);
  return per === "per day" ? day : Math.floor((day + 3) / 7);
}

/** Decimals that binary numbers cannot hold: 0.1 and 0.2 are 0.3. */
function rounding(sum: number): number {
  return Number.isInteger(sum) ? 0 : 8 * Number.EPSILON * sum;
}
