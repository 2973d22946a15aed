import type { Case } from "../case.ts";
import type { Criterion } from "../criteria/criterion.ts";
import { gateMethod } from "../criteria/gateMethod.ts";
import type { EvidenceCount } from "../evidence/evidenceCount.ts";
import { type Gate, stayCriteria } from "../gate.ts";
import { compareUnder } from "../policy.ts";
import type { Observation } from "../replay.ts";
import { reach } from "../stats/reach.ts";
import type { ReadySuite } from "../suite.ts";
import { countFor, type Weighting } from "./countFor.ts";
import { InOrder } from "./inOrder.ts";
import { promotionP, TOGETHER, together } from "./together.ts";

/** Looks are taken at each of the first clusters, then at each 2 % more. */
const EACH = 32;
const GROWTH = 1.02;

interface Arrived {
  readonly seq: number;
  readonly cluster: string;
  readonly one: Case;
  readonly observations: readonly Observation[];
}

/**
 * Says when a run may stop: as soon as every verdict that is asked for is shown, or out of reach of what is left, which could only contradict it.
 * Looks only at whole clusters of the longest complete prefix of the sampling order, so that fast answers decide nothing.
 */
export class StopEarly {
  readonly #suite: ReadySuite;
  readonly #clusters: number;
  readonly #count: EvidenceCount;
  readonly #order: InOrder<Arrived>;
  readonly #open: Set<string>;
  /** Then there is no answer to wait for, or none that could be settled before the last case. */
  readonly #asksNothing: boolean;
  /** Clusters that are whole, cases in them, and where the run may stop. */
  #seen = 0;
  #released = 0;
  #at: number | null = null;
  #cluster: string | undefined;
  #nextLook = 1;

  /** `clusters` is how many the whole run asks about. */
  constructor(suite: ReadySuite, clusters: number, weighting: Weighting) {
    this.#suite = suite;
    this.#clusters = clusters;
    this.#count = countFor(suite, weighting);
    this.#open = new Set([...suite.gates].filter(([, gate]) => gate.ask !== undefined).map(([type]) => type));
    // Limits over time take every case of their days into account, and cannot be foreseen.
    this.#asksNothing = this.#open.size === 0 || suite.policies.windowed;
    const outcomes = suite.policies.outcomes();
    this.#order = new InOrder(({ cluster, one, observations }) => {
      if (this.#at !== null) return;
      if (cluster !== this.#cluster && this.#cluster !== undefined && this.#looks()) {
        this.#at = this.#released;
        return;
      }
      this.#cluster = cluster;
      this.#released++;
      const attempts = compareUnder(suite.policies, one, observations, suite.compared);
      this.#count.add({ id: one.id, cluster, weight: weighting.weightOf(one), attempts, outcomeGood: outcomes.of(one) });
    });
  }

  /** With how many cases of the order the run may stop; null as long as it may not. */
  get at(): number | null {
    return this.#at;
  }

  /** Takes the next case that was answered; says with how many cases of the order the run may stop, or null. What arrived when plays no part. */
  take(seq: number, one: Case, observations: readonly Observation[]): number | null {
    if (!this.#asksNothing) this.#order.take({ seq, cluster: one.cluster, one, observations });
    return this.#at;
  }

  /** A cluster is whole, and the next one has come. */
  #looks(): boolean {
    this.#seen++;
    if (this.#seen < this.#nextLook) return false;
    this.#nextLook = this.#seen < EACH ? this.#seen + 1 : Math.ceil(this.#seen * GROWTH);
    this.#count.closeCluster();
    return this.#settled();
  }

  #settled(): boolean {
    const left = this.#clusters - this.#seen;
    const alone = new Map<string, boolean>();
    for (const type of this.#open) {
      const gate = this.#suite.gates.get(type) as Gate;
      const settled = this.#verdictIsSettled(type, gate, left);
      if (settled === "yes") this.#open.delete(type);
      else alone.set(type, settled === "would promote");
    }
    if (this.#open.size === 0) return true;
    // What would promote by itself is settled once it holds among all that are asked about.
    if (![...alone.values()].every(Boolean)) return false;
    return this.#heldTogether();
  }

  #heldTogether(): boolean {
    const asked = [...this.#suite.gates].filter(([, gate]) => gate.ask !== undefined);
    const adjusted = together(
      asked.map(([type, gate]) => {
        const chances = (criteria: readonly Criterion[]) => criteria.map((criterion) => this.#p(type, criterion));
        return promotionP(chances(gate.climb), chances([...(gate.hold ?? []), ...stayCriteria(gate)]));
      }),
      this.#suite.together,
    );
    return asked.every(([type], at) => !this.#open.has(type) || (adjusted[at] as number) <= TOGETHER);
  }

  /** Whatever comes, would the verdict stay? The order of questions is that of the gate. */
  #verdictIsSettled(type: string, gate: Gate, left: number): "yes" | "no" | "would promote" {
    const states = (criteria: readonly Criterion[]) => criteria.map((criterion) => this.#state(type, criterion, left));
    const up = states([...gate.climb, ...(gate.hold ?? [])]);
    const stay = states(stayCriteria(gate));
    if (stay.some(({ is }) => is === "not-met")) return "yes";
    if (stay.some(({ is, canFail }) => is === "open" && canFail)) return "no";
    if (up.some(({ is }) => is === "not-met")) return "yes";
    const canBeHeld = up.some(({ is, canFail }) => is === "open" && canFail);
    // A gate without criteria stays closed, whatever comes.
    if (gate.climb.length === 0) return canBeHeld ? "no" : "yes";
    if ([...up, ...stay].every(({ is }) => is === "met")) return "would promote";
    if (canBeHeld) return "no";
    return [...up, ...stay].some(({ is, canMeet }) => is === "open" && !canMeet) ? "yes" : "no";
  }

  #state(
    type: string,
    { asks }: Criterion,
    left: number,
  ): { is: "met" | "not-met" | "open"; canMeet: boolean; canFail: boolean } {
    const bounds = asks === undefined ? undefined : this.#count.share(type, asks.share)?.bounds;
    // What asks about no share cannot be foreseen.
    if (asks === undefined || bounds === undefined) return { is: "open", canMeet: true, canFail: true };
    const { line, lost = line, alpha = gateMethod.alpha } = asks;
    const enough = -Math.log(alpha);
    const lines = bounds.lines(false);
    const shown = (lines.find((one) => one.line === line)?.above.best ?? 0) >= enough;
    const refuted = (lines.find((one) => one.line === lost)?.below.best ?? 0) >= enough;
    const rate = bounds.rate ?? 0;
    if (shown && !refuted && rate >= line) return { is: "met", canMeet: true, canFail: false };
    if (refuted && !shown && rate < lost) return { is: "not-met", canMeet: false, canFail: true };
    return {
      is: "open",
      canMeet: shown || reach(bounds, line, left).above >= enough,
      canFail: refuted || reach(bounds, lost, left).below >= enough,
    };
  }

  #p(type: string, { asks }: Criterion): number {
    // What cannot be foreseen may turn out to be no evidence at all.
    if (asks === undefined) return 1;
    const lines = this.#count.share(type, asks.share)?.bounds.lines(false) ?? [];
    const best = lines.find(({ line }) => line === asks.line)?.above.best ?? 0;
    // What a criterion leaves of the level errs elsewhere, whatever comes.
    return Math.min(1, gateMethod.alpha - (asks.alpha ?? gateMethod.alpha) + Math.exp(-best));
  }
}
