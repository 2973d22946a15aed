import {
  agreementAtLeast,
  coverageAtLeast,
  type DrillRecord,
  type Finding,
  type Judgement,
  seriousAtMost,
  type TypeJudgement,
} from "earnest";
import { sampleDrillLedgers, sampleDrills } from "./sampleDrills.ts";
import { type SampleOptions, sampleJudgement } from "./sampleJudgement.ts";
import { sampleReviewed } from "./sampleReviewed.ts";

type Policy = NonNullable<TypeJudgement["policy"]>;
type Ceiling = NonNullable<TypeJudgement["ceiling"]>;

const DIGEST = "sha256:7d2a91c44b1f9e0c77d2a91c4b1f9e0c77d2a91c4b1f9e0c77d2a91c4b1f9e0c";

/** A sample with ceilings, policies, drills, drift, what has to go on holding, and a gate that was loosened. */
export function sampleGoverned(given: SampleOptions = {}): Judgement {
  const { plant = "" } = given;
  const sample = sampleJudgement(given);
  return {
    ...sample,
    reviewed: sampleReviewed(
      sample.types.map(({ type }) => type),
      plant,
    ),
    loosened:
      sample.types.length === 0
        ? []
        : [
            {
              type: sample.types.find(({ title }) => title.startsWith("Tag a ticket"))?.type ?? null,
              says: `“Tag a ticket” asked for at least 97% when the run began, and asks for 95% now.${plant}`,
            },
          ],
    drillLedgers: sampleDrillLedgers(plant),
    ladder: ladderOf(sample.ladder, plant),
    types: sample.types.map((type, i) => governed(type, i, plant)),
  };
}

function drillWrittenDown(type: string, plant: string): DrillRecord {
  return {
    type,
    at: "2026-06-20T08:00:00.000Z",
    agent: `2.7.1${plant}`,
    by: `Kim Lee${plant}`,
    system: `a copy of the orders${plant}`,
    actions: 50,
    restored: 50,
    seconds: 664,
  };
}

function governed(type: TypeJudgement, i: number, plant: string): TypeJudgement {
  const { evidence, decided } = type;
  const barred = decided.verdict === "hold";
  const seen = ceiling(barred ? "L3" : "L4", barred, plant);
  const found = ceilingFound(seen);
  const policy = i % 5 === 3 ? null : policySeen(evidence.proposed.n, evidence.proposed.matches, plant);
  const differ = evidence.proposed.n - evidence.proposed.matches;
  return {
    ...type,
    about: `Does what the desk does, by its own rules.${plant}`,
    owners: { business: `Operations${plant}`, technical: `Platform team${plant}` },
    breaker: decided.verdict === "demote",
    ceiling: i % 5 === 3 ? null : seen,
    policy,
    drills: {
      ...sampleDrills(i, plant),
      recorded: { n: 1, newest: drillWrittenDown(type.type, plant) },
    },
    leftOut: i % 5 === 0 ? [`At least 60 days of cases${plant}`, "A drill that restores 50 of 50 within 15 minutes"] : null,
    decided: {
      ...decided,
      ...(barred ? { why: `${found.because} The match rate clears the gate.`, change: found.change } : {}),
      bound: barred ? "ceiling" : "evidence",
      // Where the ceiling alone decides, nothing that was seen speaks against it.
      climb: [...decided.climb.filter(({ verdict }) => !barred || verdict !== "not-met"), ...(i % 5 === 3 ? [] : [found])],
      hold: [drift(decided.verdict === "insufficient", plant)],
    },
    evidence: {
      ...evidence,
      facts: {
        ...evidence.facts,
        policy: policy && { rules: 3, withoutControl: [], digest: DIGEST, keptBack: policy.escalated + policy.refused },
        drift: { nights: 30, base: 0.97, alarm: null },
        drills: [drillWrittenDown(type.type, plant)],
        disagreements:
          differ === 0
            ? null
            : {
                n: differ,
                explained: differ - Math.min(2, differ),
                unknown: Math.min(1, differ),
                causes: [
                  { cause: `the record was late${plant}`, n: Math.ceil((differ - Math.min(2, differ)) * 0.6) },
                  { cause: "the person was lenient", n: Math.floor((differ - Math.min(2, differ)) * 0.4) },
                ].filter(({ n }) => n > 0),
              },
        ruled:
          differ === 0
            ? null
            : { agent: 0, both: 0, person: Math.max(0, differ - 2), neither: 0, conflict: Math.min(1, differ), unclear: 0 },
      },
    },
  };
}

function ceiling(rung: "L3" | "L4", barred: boolean, plant: string): Ceiling {
  return {
    rung,
    highest: rung,
    bars: { ask: barred, at: false },
    bounds: [
      { from: "scorecard", rung, because: `its scorecard adds up to 17 of 30: 13 to 20 allow a person’s approval${plant}` },
      { from: "tier", rung: "L4", because: "its tier is medium: it may act alone inside a written policy" },
    ],
  };
}

function ceilingFound({ highest, bars, bounds }: Ceiling): Finding {
  return {
    criterion: { name: "ceiling", params: { highest } },
    question: "Does its risk allow the next rung?",
    limit: `Its risk profile allows at most ${highest}, whatever the evidence`,
    verdict: bars.ask ? "not-met" : "met",
    because: `Its risk profile allows at most ${highest}, whatever the evidence: ${bounds[0]?.because}.`,
    fact: `up to ${highest}`,
    detail: "by the scorecard",
    change: bars.ask
      ? "a smaller risk: what one wrong act can cost, made smaller or possible to undo, and weighed anew by its owners. No evidence does it."
      : "a risk profile that allows less.",
    numbers: {},
  };
}

function drift(open: boolean, plant: string): Finding {
  return {
    criterion: { name: "noDriftAlarm", params: { nights: 30 } },
    question: "Is it watched for drift?",
    limit: "No alarm in at least 30 nights",
    verdict: open ? "insufficient" : "met",
    because: open ? "Only 12 of 30 nights were watched." : `No alarm in 30 nights.${plant}`,
    fact: open ? "12 nights" : "no alarm",
    detail: open ? "12 of 30 nights" : `30 nights${plant}`,
    change: open ? "18 more nights." : "an alarm of the drift watch.",
    numbers: {},
  };
}

function policySeen(n: number, matches: number, plant: string): Policy {
  const [kept, refused] = [Math.floor(n * 0.17), Math.floor(n * 0.002)];
  const through = (share: number) => ({ through: Math.floor(n * share), matches: Math.floor(matches * share) });
  const common = { unread: 0, unreadBecause: null, agent: null, limits: [] };
  return {
    digest: DIGEST,
    rung: "L4",
    proposed: n,
    through: n - kept - refused,
    escalated: kept,
    refused,
    matchesKept: Math.floor(kept * 0.94),
    rules: [
      {
        ...common,
        name: "cap",
        says: `Up to 200 each.${plant}`,
        control: `a limit in the payment service${plant}`,
        stops: "escalate",
        kept,
        alone: Math.floor(kept * 0.9),
        matches: Math.floor(kept * 0.84),
        serious: Math.min(2, kept),
        limits: [
          { limit: 100, now: false, ...through(0.41), serious: 0 },
          { limit: 200, now: true, ...through(0.82), serious: 1 },
          { limit: 400, now: false, ...through(0.94), serious: 3 },
        ],
      },
      {
        ...common,
        name: "escalateWhen",
        says: "Not for customers under a fraud check.",
        control: null,
        stops: "refuse",
        agent: `finder${plant}`,
        kept: refused,
        alone: refused,
        matches: 0,
        serious: 0,
        unread: 3,
        unreadBecause: `the case has no field "flags"${plant}`,
      },
      {
        ...common,
        name: "atMost",
        says: "At most 50 a day.",
        control: "the queue of the payment service",
        stops: "escalate",
        kept: 0,
        alone: 0,
        matches: 0,
        serious: 0,
      },
    ],
  };
}

function ladderOf(ladder: Judgement["ladder"], plant: string): Judgement["ladder"] {
  const plain = (criteria: readonly ReturnType<typeof agreementAtLeast>[]) =>
    criteria.map(({ name, params, question, limit }) => ({ name, params, question, limit }));
  return {
    ...ladder,
    about: `One rung at a time, on evidence.${plant}`,
    pace: 28,
    rungs: ladder.rungs.map((rung) =>
      rung.id !== "L4"
        ? { ...rung, name: `${rung.name}${plant}` }
        : {
            ...rung,
            name: `${rung.name}${plant}`,
            climb: plain([agreementAtLeast(0.95), seriousAtMost(0.01), coverageAtLeast(0.6)]),
            stay: plain([agreementAtLeast(0.9)]),
            hold: plain([coverageAtLeast(0.5)]),
            safeguards: [`A person can stop it at once.${plant}`, "Every act is on record."],
          },
    ),
  };
}
