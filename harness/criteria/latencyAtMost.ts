import { count, many } from "../words.ts";
import { checkAmount, checkSettings } from "./checkParams.ts";
import type { Criterion } from "./criterion.ts";
import { criterionOf } from "./criterionOf.ts";

const NAME = "latencyAtMost";
/** Fewer cases than this have no upper end for what 19 of 20 stay within. */
const FEWEST = Math.ceil(Math.log(0.05) / Math.log(0.95));

/** Is it quick enough? The time that 19 of 20 cases in which the agent proposed the action stay within, by the upper end of its range for one look. */
export function latencyAtMost(settings: { readonly seconds: number }): Criterion {
  checkSettings(NAME, settings, "latencyAtMost({ seconds: 30 })");
  const { seconds } = settings;
  checkAmount(NAME, "seconds", seconds);
  return criterionOf(
    { name: NAME, params: { seconds }, question: "Is it quick enough?", limit: `19 of 20 cases within ${count(seconds)} s` },
    ({ facts: { latency } }) => {
      const { n, p50, p95, p95High } = latency;
      if (p95High === null || p95 === null) {
        return {
          verdict: "insufficient",
          because: `${many(n, "case")} ${n === 1 ? "is" : "are"} too few to say what 19 of 20 stay within.`,
          fact: "too few cases",
          detail: many(n, "case"),
          change: `${many(Math.max(1, FEWEST - n), "more case")} in which it proposes this.`,
          numbers: { n, limit: seconds },
        };
      }
      const numbers = { n, p50: p50 ?? 0, p95, p95High, limit: seconds };
      const because = `19 of 20 cases took up to ${secondsUp(p95)}; with 95% confidence, a range for one look, at most ${secondsUp(p95High)}. The limit is ${count(seconds)} s.`;
      const found = { because, fact: `at most ${secondsUp(p95High)}`, detail: many(n, "case"), numbers };
      if (p95High <= seconds * 1000) return { ...found, verdict: "met", change: "slower answers." };
      if (p95 > seconds * 1000)
        return { ...found, verdict: "not-met", change: `quicker answers: 19 of 20 within ${count(seconds)} s.` };
      return { ...found, verdict: "insufficient", change: "more cases that are as quick." };
    },
  );
}

function secondsUp(ms: number): string {
  return `${Math.ceil(ms / 100 - 1e-9) / 10} s`;
}
