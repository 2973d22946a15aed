import { isReserved } from "../action.ts";
import type { Comparison } from "../compare.ts";
import { float64, uint32 } from "../dataset/column.ts";
import { shuffleKey } from "../dataset/sampleOrder.ts";
import { type ComparedCase, wouldAct } from "../evidence.ts";
import type { Claim } from "../stats/claim.ts";
import { type ClaimParts, type ConfidenceUse, confidenceUse, THRESHOLD_PARAMS, type ThresholdParams } from "./confidenceUse.ts";
import type { AlikeParts } from "./shareRange.ts";

/** What is known of a claim beside its confidence, as bits. */
const MATCH = 1;
const CHOOSING = 2;
const CONFIRMING = 4;

const WEIGHTED = "Cases weigh differently here, and no threshold can be promised for a share by weight.";

/** The claims of one action type in columns: 12 bytes a case, because there may be a million. */
class TypeClaims {
  readonly #confidences = float64();
  readonly #marks = uint32();
  without = 0;
  /** Of each cluster: its claims, and how many of them match. */
  readonly #sizes = uint32();
  readonly #matches = uint32();
  #cluster = -1;
  #turn = CONFIRMING;
  #drawn: { readonly at: number; readonly id: string } | undefined;
  #lowest = 1;
  #match = true;
  #stated = true;
  #open = false;

  /** The next cell of the case that is open. Returns whether it opened it. */
  take({ confidence, outcome }: Comparison): boolean {
    const opened = !this.#open;
    this.#open = true;
    // A case matches when its worst cell does, and so when all do.
    if (outcome !== "match") this.#match = false;
    if (confidence === undefined) this.#stated = false;
    else if (confidence < this.#lowest) this.#lowest = confidence;
    return opened;
  }

  /** The open case is complete. */
  close(cluster: number, id: string): void {
    if (this.#stated) this.#push(cluster, id);
    else this.without++;
    this.#lowest = 1;
    this.#match = true;
    this.#stated = true;
    this.#open = false;
  }

  #push(cluster: number, id: string): void {
    if (cluster !== this.#cluster) {
      this.#cluster = cluster;
      this.#sizes.push(0);
      this.#matches.push(0);
      this.#turn = CHOOSING + CONFIRMING - this.#turn;
      this.#drawn = undefined;
    }
    const last = this.#sizes.length - 1;
    this.#sizes.values()[last] = (this.#sizes.values()[last] as number) + 1;
    if (this.#match) this.#matches.values()[last] = (this.#matches.values()[last] as number) + 1;
    const at = this.#confidences.length;
    this.#confidences.push(this.#lowest);
    this.#marks.push(this.#match ? MATCH : 0);
    // One claim of each cluster, by a draw that its place in the cluster has no part in.
    if (this.#drawn !== undefined) {
      if (shuffleKey(0, this.#drawn.id)[0] <= shuffleKey(0, id)[0]) return;
      this.#mark(this.#drawn.at, 0);
    }
    this.#drawn = { at, id };
    this.#mark(at, this.#turn);
  }

  /** Clusters alike are one entry. */
  #alike(): AlikeParts[] {
    const matches = this.#matches.values();
    const alike = Map.groupBy(this.#sizes.values().entries(), ([at, size]) => `${matches[at]} of ${size}`);
    return [...alike.values()].map((some) => {
      const [at, size] = some[0] as [number, number];
      return { hits: matches[at] as number, size, cases: size, times: some.length };
    });
  }

  #mark(at: number, turn: number): void {
    const marks = this.#marks.values();
    marks[at] = ((marks[at] as number) & MATCH) | turn;
  }

  /** The claims, most confident first, equal ones as they came; equal neighbours share one object. */
  parts(): ClaimParts {
    const confidences = this.#confidences.values();
    const marks = this.#marks.values();
    const order = Uint32Array.from(marks, (_, at) => at);
    order.sort((a, b) => (confidences[b] as number) - (confidences[a] as number) || a - b);
    const parts = { all: [] as Claim[], choosing: [] as Claim[], confirming: [] as Claim[], clusters: this.#alike() };
    let yes: Claim = { confidence: -1, match: true };
    let no: Claim = { confidence: -1, match: false };
    for (const at of order) {
      const confidence = confidences[at] as number;
      const mark = marks[at] as number;
      const match = (mark & MATCH) !== 0;
      if (match && yes.confidence !== confidence) yes = { confidence, match };
      if (!match && no.confidence !== confidence) no = { confidence, match };
      const claim = match ? yes : no;
      parts.all.push(claim);
      if ((mark & CHOOSING) !== 0) parts.choosing.push(claim);
      if ((mark & CONFIRMING) !== 0) parts.confirming.push(claim);
    }
    return parts;
  }
}

/**
 * Counts what the agent's own confidence is worth, per action type it proposed. The first attempt is the case's vote: it matches when
 * all its actions of the type do, and claims the lowest confidence among them; with one of them unstated it claims none.
 * One claim of each cluster, drawn by the case's id, goes to the choosing and the confirming part of the escalation threshold in turn.
 */
export class ConfidenceCount {
  readonly #params: ThresholdParams;
  readonly #types = new Map<string, TypeClaims>();
  readonly #touched: TypeClaims[] = [];
  #cluster: string | undefined;
  #clusters = 0;
  #weighted = false;
  #weight: number | undefined;

  constructor(params: ThresholdParams = THRESHOLD_PARAMS) {
    // Refused before a ledger is read, not after.
    confidenceUse({ all: [{ confidence: 1, match: true }], choosing: [], confirming: [], clusters: [] }, 0, params);
    this.#params = params;
  }

  /** Takes one case; cases must come in sampling order, in which the cases of a cluster stand together. */
  add(one: ComparedCase): void {
    const vote = one.attempts[0];
    if (vote === undefined) throw new RangeError(`case ${one.id} has no attempt`);
    if (one.cluster !== this.#cluster) {
      this.#cluster = one.cluster;
      this.#clusters++;
    }
    for (const cell of vote) {
      if (!wouldAct(cell) || isReserved(cell.proposed)) continue;
      const claims = this.#type(cell.proposed);
      if (claims.take(cell)) this.#touched.push(claims);
    }
    const { weight = 1 } = one;
    this.#weight ??= weight;
    if (weight !== this.#weight) this.#weighted = true;
    for (const claims of this.#touched) claims.close(this.#clusters, one.id);
    this.#touched.length = 0;
  }

  /** What was counted of a type so far; null when the agent stated no confidence with it. */
  of(type: string): ConfidenceUse | null {
    const claims = this.#types.get(type);
    const use = claims === undefined ? null : confidenceUse(claims.parts(), claims.without, this.#params);
    if (use === null || !this.#weighted) return use;
    return { ...use, threshold: { ...use.threshold, promised: null, atMost: null, missing: null }, says: WEIGHTED };
  }

  #type(type: string): TypeClaims {
    let claims = this.#types.get(type);
    if (claims === undefined) {
      claims = new TypeClaims();
      this.#types.set(type, claims);
    }
    return claims;
  }
}
