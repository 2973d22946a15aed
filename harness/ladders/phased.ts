import {
  agreementAtLeast,
  casesAtLeast,
  drillRestores,
  failuresAtMost,
  noSerious,
  overreachAtMost,
  policyWritten,
  replayCoverageAtLeast,
} from "../criteria/index.ts";
import type { Ladder } from "../ladders.ts";
import { defineLadder } from "./defineLadder.ts";
import { demandsOf } from "./demandsOf.ts";

/**
 * Suggest, pre-approved, bounded, strategic: out of the shadow phase at a match rate of 90%, out of the limited phase at under 5% errors and no
 * serious disagreement, and one new task every four weeks at most.
 */
export const phased: Ladder = defineLadder({
  name: "phased",
  about: "Suggest, pre-approved, bounded, strategic; in the shadow first, then limited, one new task every four weeks at most.",
  pace: 28,
  rungs: [
    {
      id: "suggest",
      name: "suggesting, in the shadow",
      agent: "suggests an action, and carries out none",
      person: "decides and carries it out",
      alone: false,
      like: "L2",
    },
    {
      id: "pre-approved",
      name: "acting on what was approved beforehand",
      agent: "carries out kinds of action that a person approved beforehand",
      person: "keeps the list of kinds, and handles the rest",
      alone: true,
      like: "L4",
      climb: [agreementAtLeast(0.9), casesAtLeast(100), overreachAtMost(0.05), replayCoverageAtLeast(), policyWritten()],
      stay: [agreementAtLeast(0.85)],
      hold: [failuresAtMost(0.05)],
      safeguards: ["A list of the kinds of action that were approved beforehand", "A way to stop the agent at once"],
    },
    {
      id: "bounded",
      name: "acting within bounds",
      agent: "acts alone within limits",
      person: "sets the limits, and handles what is outside them",
      alone: true,
      like: "L4",
      climb: [
        agreementAtLeast(0.95),
        noSerious({ cases: 300 }),
        failuresAtMost(0.05),
        replayCoverageAtLeast(),
        drillRestores({ size: 50, minutes: 15, days: 90 }),
        policyWritten(),
      ],
      stay: [agreementAtLeast(0.9)],
      hold: [policyWritten()],
      safeguards: ["Limits on amounts and numbers, enforced outside the agent", "A way to undo what it did"],
    },
    {
      id: "strategic",
      name: "acting towards a goal",
      agent: "acts alone towards a goal that people set",
      person: "sets goals, and handles exceptions",
      alone: true,
      ...demandsOf("L5"),
      safeguards: ["A regular review of what it did against the goal", "A drift watch that takes the rung back"],
    },
  ],
});
