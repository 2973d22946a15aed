import type { ReadSource } from "../agent.ts";
import type { Observation } from "../replay.ts";
import { count, many, percent, shorten } from "../words.ts";

/** How many answers of read tools rest on what. */
export type ReadShares = Readonly<Record<ReadSource, number>>;

/** What the agent's lookups rest on, over every attempt at a case that counts. */
export interface ReadsSeen extends ReadShares {
  readonly total: number;
  /** The tools it asked most, and how many others there were. */
  readonly tools: readonly (ReadShares & { readonly tool: string; readonly total: number })[];
  readonly moreTools: number;
  /** Of the cases in which it proposed a type, those whose vote rests on a lookup that was not on record. */
  readonly types: readonly { readonly type: string; readonly cases: number; readonly unrecorded: number }[];
  /** In a sentence; null where nothing was looked up. */
  readonly says: string | null;
  /** Was so much not on record that a reader must know before relying on the answer? */
  readonly caveat: boolean;
}

const NONE: ReadShares = { recorded: 0, stubbed: 0, counterfactual: 0, refused: 0 };
/** An agent may ask for tools by any name. */
const MOST_TOOLS = 1_000;
const LISTED = 30;
const NAME = 100;
const MORE = "others";
/** From this share on it is a lot. */
const A_LOT = 0.05;

type Tally = Record<ReadSource, number>;

/** Counts lookups by what their answers rest on. */
export class ReadCount {
  readonly #all: Tally = { ...NONE };
  readonly #tools = new Map<string, Tally>();
  readonly #types: ReadonlyMap<string, { cases: number; unrecorded: number }>;

  /** `types` of the suite. */
  constructor(types: Iterable<string>) {
    this.#types = new Map([...types].map((type) => [type, { cases: 0, unrecorded: 0 }]));
  }

  /** All attempts at one case; the first is its vote. */
  add(observations: readonly Observation[]): void {
    for (const [i, observation] of observations.entries()) {
      let unrecorded = false;
      for (const { kind, name, source, imported } of observation.trace.steps) {
        // What somebody's log says of its lookups was not seen here.
        if (kind !== "read" || source === undefined || imported === true) continue;
        this.#all[source]++;
        this.#tool(name ?? "")[source]++;
        unrecorded ||= source !== "recorded";
      }
      if (i > 0 || observation.kind === "failed" || observation.proposal.kind !== "act") continue;
      for (const type of new Set(observation.proposal.actions.map((action) => action.type))) {
        const seen = this.#types.get(type);
        if (seen === undefined) continue;
        seen.cases++;
        if (unrecorded) seen.unrecorded++;
      }
    }
  }

  seen(): ReadsSeen {
    const total = totalOf(this.#all);
    const tools = [...this.#tools].map(([tool, tally]) => ({ tool, total: totalOf(tally), ...tally }));
    tools.sort((a, b) => b.total - a.total || (a.tool < b.tool ? -1 : 1));
    return {
      ...this.#all,
      total,
      tools: tools.slice(0, LISTED),
      moreTools: Math.max(0, tools.length - LISTED),
      types: [...this.#types].flatMap(([type, seen]) => (seen.cases === 0 ? [] : [{ type, ...seen }])),
      says: readsSaid(this.#all),
      caveat: total - this.#all.recorded >= A_LOT * total && total > this.#all.recorded,
    };
  }

  #tool(name: string): Tally {
    const short = shorten(name, NAME);
    const known = this.#tools.get(short);
    if (known !== undefined) return known;
    if (this.#tools.size >= MOST_TOOLS && short !== MORE) return this.#tool(MORE);
    const tally = { ...NONE };
    this.#tools.set(short, tally);
    return tally;
  }
}

function totalOf({ recorded, stubbed, counterfactual, refused }: ReadShares): number {
  return recorded + stubbed + counterfactual + refused;
}

function readsSaid(all: ReadShares): string | null {
  const total = totalOf(all);
  if (total === 0) return null;
  const missing = total - all.recorded;
  if (missing === 0)
    return total === 1
      ? "The one thing the agent looked up was on record."
      : `All ${count(total)} things the agent looked up were on record.`;
  const parts = [
    all.stubbed > 0 && `${percent(all.stubbed / total)} answered by the suite’s stand-ins`,
    all.counterfactual > 0 && `${percent(all.counterfactual / total)} as things stood before an act it had asked for`,
    all.refused > 0 && `${percent(all.refused / total)} refused`,
  ].filter((part) => part !== false);
  return `${percent(missing / total)} of what the agent looked up was not on record (${count(missing)} of ${many(total, "lookup")}): ${parts.join(", ")}.`;
}
