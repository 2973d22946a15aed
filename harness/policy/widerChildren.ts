import type { Proposed } from "../agent.ts";
import { shorten } from "../words.ts";
import type { Envelope, Ruled } from "./envelope.ts";
import type { Rule } from "./rule.ts";

/** A sub-agent that is allowed more than the agent it works for, and by which rule, in a sentence. */
export interface WiderChild {
  readonly child: string;
  readonly parent: string;
  readonly because: string;
}

const HOURS = { "per hour": 1, "per day": 24, "per week": 168 };
const NAME = 60;

/** Which agents were seen to work for which; only agents that the suite names, so that their number is bounded. */
export class ChainsSeen {
  readonly #pairs = new Map<string, Map<string, Set<string>>>();

  add({ type, agents, named }: Envelope, { chain }: Proposed): void {
    if (chain === undefined || agents === undefined) return;
    for (const [i, child] of chain.entries()) {
      const parent = chain[i - 1];
      if (parent === undefined || parent === child || !agents.has(child) || !named.has(parent)) continue;
      const parents = this.#pairs.get(type) ?? new Map<string, Set<string>>();
      this.#pairs.set(type, parents.set(parent, (parents.get(parent) ?? new Set()).add(child)));
    }
  }

  /** Rules of a parent that its child lacks, or has looser; in the order of their names. */
  wider(envelope: Envelope | undefined): readonly WiderChild[] {
    if (envelope?.agents === undefined) return [];
    const { agents } = envelope;
    const pairs = [...(this.#pairs.get(envelope.type) ?? [])].flatMap(([parent, children]) =>
      [...children].map((child) => ({ parent, child })),
    );
    return pairs
      .sort((a, b) => order(a.parent, b.parent) || order(a.child, b.child))
      .flatMap(({ parent, child }) => looser(agents.get(parent), agents.get(child) ?? [], parent, child));
  }
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function looser(ofParent: readonly Ruled[] | undefined, ofChild: readonly Ruled[], parent: string, child: string): WiderChild[] {
  const own = ofChild.map(({ rule }) => rule);
  if (own.some(({ name }) => name === "forbidden")) return [];
  if (ofParent === undefined)
    return [{ child, parent, because: `The suite does not allow ${shorten(parent, NAME)} this type of act.` }];
  return ofParent.flatMap(({ rule }) => {
    if (own.some((one) => isAsNarrow(one, rule))) return [];
    const because = `${shorten(parent, NAME)} stands under a rule that ${shorten(child, NAME)} lacks, or has looser: ${rule.says.trim().replace(/\.?$/, ".")}`;
    return [{ child, parent, because }];
  });
}

/** Does one rule keep back at least what the other does? */
function isAsNarrow(one: Rule, other: Rule): boolean {
  if (one.name !== other.name || one.params["param"] !== other.params["param"]) return false;
  const [mine, theirs] = [one.params, other.params];
  if (one.name === "cap") return Number(mine["limit"]) <= Number(theirs["limit"]);
  if (one.name === "sureAtLeast") return Number(mine["confidence"]) >= Number(theirs["confidence"]);
  if (one.name === "onlyIn")
    return (mine["values"] as readonly unknown[]).every((value) => (theirs["values"] as readonly unknown[]).includes(value));
  if (one.window !== null && other.window !== null) {
    // Ten a day are at most seventy a week, and ten a week are at most ten on any day of it.
    const times = Math.max(1, HOURS[other.window.per] / HOURS[one.window.per]);
    return one.window.limit * times <= other.window.limit;
  }
  return mine["when"] === theirs["when"];
}
