import type { Step } from "../agent.ts";

/** An exchange of a trace that the cassette does not hold, or whose answer is not the one that was told. `step` counts from 0. */
export interface ExchangeFault {
  readonly step: number;
  readonly fault: "missing" | "changed";
}

/** How many exchanges with models a trace holds, and which of them are not kept as they were. */
export interface KeptExchanges {
  readonly exchanges: number;
  readonly faults: readonly ExchangeFault[];
}

/** A model's answer on a trace: where the cassette keeps it, and the digest of what the agent was told. */
interface Exchange {
  readonly key: string;
  readonly digest: string;
}

/** Holds the answers that a trace tells of against the cassette; `kept` gives the digest of the answer that it keeps under a key. */
export function keptExchanges(steps: readonly Step[], kept: (key: string) => string | undefined): KeptExchanges {
  let exchanges = 0;
  const faults: ExchangeFault[] = [];
  for (const [step, taken] of steps.entries()) {
    const told = exchangeIn(taken);
    if (told === undefined) continue;
    exchanges++;
    const digest = kept(told.key);
    if (digest === undefined) faults.push({ step, fault: "missing" });
    else if (digest !== told.digest) faults.push({ step, fault: "changed" });
  }
  return { exchanges, faults };
}

const KEY = /^[0-9a-f]{32}$/;
const DIGEST = /^[0-9a-f]{64}$/;

/** A request that was refused, or an answer that the agent left before its end, has no digest to be held against. */
function exchangeIn({ kind, args, answer, imported }: Step): Exchange | undefined {
  if (kind !== "model" || imported === true) return undefined;
  const { key } = Object(args) as { readonly key?: unknown };
  const { digest } = Object(answer) as { readonly digest?: unknown };
  if (typeof key !== "string" || typeof digest !== "string" || !KEY.test(key) || !DIGEST.test(digest)) return undefined;
  return { key, digest };
}
