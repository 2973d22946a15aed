import { bisect } from "./bisect.ts";
import { mnDistance } from "./mnDiff.ts";
import { normalCdf } from "./normalCdf.ts";
import { normalQuantile } from "./normalQuantile.ts";
import type { Rate } from "./rate.ts";
import { refuseUnlessCounts, refuseUnlessInside } from "./refuse.ts";

/** Whether the agent fails no more often than people do, up to the margin. */
export interface NonInferiority {
  /** Standard errors between the observed difference and the margin; null without cases. */
  readonly z: number | null;
  readonly p: number;
  /** The one-sided upper limit of agent failures minus human failures. */
  readonly upper: number;
  readonly nonInferior: boolean;
}

/**
 * Tests "the agent's failure rate exceeds people's by `margin` or more"; shown false when the upper limit stays below the margin.
 * Without cases on one side nothing is shown. Throws a RangeError on counts that are not counts and a margin outside (0, 1).
 * The margin must be fixed before the data are seen. At a fixed n, looked at once.
 * Source: Miettinen & Nurminen 1985, Statistics in Medicine 4, 213-226; Farrington & Manning 1990, Statistics in Medicine 9.
 */
export function mnNonInferiority(
  { agent, human, margin }: { agent: Rate; human: Rate; margin: number },
  confidence = 0.95,
): NonInferiority {
  refuseUnlessInside("confidence", confidence);
  refuseUnlessInside("margin", margin);
  refuseUnlessCounts(agent.count, agent.n);
  refuseUnlessCounts(human.count, human.n);
  if (agent.n === 0 || human.n === 0) return { z: null, p: 1, upper: 1, nonInferior: false };
  const limit = -normalQuantile(confidence);
  const estimate = agent.count / agent.n - human.count / human.n;
  const upper = estimate === 1 ? 1 : bisect((difference) => mnDistance(agent, human, difference) > limit, estimate, 1);
  const z = mnDistance(agent, human, margin);
  return { z, p: normalCdf(z), upper, nonInferior: upper < margin };
}
