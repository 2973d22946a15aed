import type { LatencyFacts } from "../evidence/typeFacts.ts";
import { binomTail } from "../stats/binomTail.ts";
import { count, many } from "../words.ts";
import { checkAmount, checkSettings } from "./checkParams.ts";
import type { Criterion, FindingVerdict } from "./criterion.ts";
import { criterionOf } from "./criterionOf.ts";
import { gateMethod } from "./gateMethod.ts";

const NAME = "latencyAtMost";
const SHARE = 0.95;
/** Fewer cases than this have no upper end for what 19 of 20 stay within. */
const FEWEST = Math.ceil(Math.log(gateMethod.alpha) / Math.log(SHARE));

/**
 * Is it quick enough? The time that 19 of 20 cases in which the agent proposed the action stay within: met by the upper end of its range,
 * not met by the lower, each for one look at a number of cases fixed beforehand. Source: `quantileCi`; `p` is the binomial tail behind it.
 */
export function latencyAtMost(settings: { readonly seconds: number }): Criterion {
  checkSettings(NAME, settings, "latencyAtMost({ seconds: 30 })");
  const { seconds } = settings;
  checkAmount(NAME, "seconds", seconds);
  return criterionOf(
    { name: NAME, params: { seconds }, question: "Is it quick enough?", limit: `19 of 20 cases within ${count(seconds)} s` },
    ({ facts: { latency } }) => {
      const { n, p50, p95, p95Low, p95High } = latency;
      const p = chanceOf(latency, seconds);
      const isSlow = p95Low !== null && p95Low > seconds * 1000;
      if (p95 === null || (p95High === null && !isSlow)) {
        return {
          verdict: "insufficient",
          because: `${many(n, "case")} ${n === 1 ? "is" : "are"} too few to say what 19 of 20 stay within.`,
          fact: "too few cases",
          detail: many(n, "case"),
          change: `${many(Math.max(1, FEWEST - n), "more case")} in which it proposes this.`,
          numbers: { n, limit: seconds, p },
        };
      }
      const isQuick = p95High !== null && p95High <= seconds * 1000;
      const verdict: FindingVerdict = isSlow ? "not-met" : isQuick ? "met" : "insufficient";
      const [least, most] = [secondsDown(p95Low ?? 0), secondsUp(p95High ?? 0)];
      const range = { met: `at most ${most}`, "not-met": `at least ${least}`, insufficient: `${least} to ${most}` }[verdict];
      return {
        verdict,
        because: `19 of 20 cases took up to ${secondsUp(p95)}; with 95% confidence, a range for one look, ${range}. The limit is ${count(seconds)} s.`,
        fact: range,
        detail: many(n, "case"),
        change: {
          met: "slower answers.",
          "not-met": `quicker answers: 19 of 20 within ${count(seconds)} s.`,
          insufficient: p95 > seconds * 1000 ? "quicker answers, or more cases that show it." : "more cases that are as quick.",
        }[verdict],
        numbers: {
          n,
          p50: p50 ?? 0,
          p95,
          ...(p95Low === null ? {} : { p95Low }),
          ...(p95High === null ? {} : { p95High }),
          limit: seconds,
          p,
        },
      };
    },
  );
}

/** The limits, in seconds, that these criteria ask about: cases within each are counted. */
export function latencyLimits(criteria: readonly Criterion[]): number[] {
  return [...new Set(criteria.filter(({ name }) => name === NAME).map(({ params }) => Number(params["seconds"])))];
}

/** The chance, for one look, of so many cases within the limit if fewer than 19 of 20 were; where they were not counted, the level it was met at. */
function chanceOf({ n, p95High, within }: LatencyFacts, limit: number): number {
  const counted = within.find(({ seconds }) => seconds === limit);
  if (counted !== undefined) return binomTail(counted.cases, n, SHARE).atLeast;
  return p95High !== null && p95High <= limit * 1000 ? gateMethod.alpha : 1;
}

function secondsUp(ms: number): string {
  return `${Math.ceil(ms / 100 - 1e-9) / 10} s`;
}

function secondsDown(ms: number): string {
  return `${Math.floor(ms / 100 + 1e-9) / 10} s`;
}
