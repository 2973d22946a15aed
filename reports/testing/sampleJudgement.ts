import type { Finding, Judgement, Outcome, ShareEvidence, TypeJudgement, Verdict } from "earnest";
import {
  clopperPearson,
  count,
  evidenceLadder,
  inWords,
  ladderData,
  limitPercent,
  OUTCOMES,
  percentDown,
  percentUp,
} from "earnest";

import { NO_DRILLS, SAMPLE_FACTS } from "./sampleFacts.ts";
import { sampleAttempts, samplePeople } from "./samplePeople.ts";
import { sampleSequence } from "./sampleSequence.ts";
import { sampleWall, sampleWatched } from "./sampleWatched.ts";

/** What a sample shows. `plant` goes into every text that comes from outside. */
export interface SampleOptions {
  readonly types?: number;
  readonly cases?: number;
  readonly plant?: string;
  readonly isolation?: Judgement["run"]["agent"]["isolation"];
  /** Is every proposal the person's decision? */
  readonly alike?: boolean;
}

interface Row {
  readonly title: string;
  readonly verdict: Verdict;
  readonly matches: number;
  readonly n: number;
  readonly serious: number;
}

const ROWS: readonly Row[] = [
  { title: "Tag a ticket", verdict: "promote", matches: 4752, n: 4812, serious: 0 },
  { title: "Issue a refund", verdict: "promote", matches: 1806, n: 1847, serious: 3 },
  { title: "Change an address", verdict: "hold", matches: 1174, n: 1214, serious: 25 },
  { title: "Give a goodwill credit", verdict: "insufficient", matches: 203, n: 214, serious: 1 },
  { title: "Cancel an order", verdict: "demote", matches: 952, n: 1110, serious: 28 },
];

const GATE = 0.95;
const FLOOR = 0.9;
const MOVES: Record<Verdict, string> = { promote: "L4", hold: "L3", insufficient: "L3", demote: "L2", not_requested: "L3" };

function finding(name: string, question: string, limit: number, k: number, n: number, least: boolean): Finding {
  const { low, high } = clopperPearson(k, n);
  const met = n > 0 && (least ? low >= limit : high <= limit);
  const lost = n > 0 && (least ? high < limit : low > limit);
  const fact = least
    ? met
      ? `at least ${percentDown(low)}`
      : lost
        ? `at most ${percentUp(high)}`
        : `${percentDown(low)} to ${percentUp(high)}`
    : `at most ${percentUp(high, 2)}`;
  return {
    criterion: { name, params: least ? { floor: limit } : { limit } },
    question,
    limit: `${least ? "At least" : "At most"} ${limitPercent(limit)} of the decisions`,
    verdict: met ? "met" : lost ? "not-met" : "insufficient",
    because: `With 95% confidence it is ${fact}; the gate asks for ${limitPercent(limit)}.`,
    fact,
    detail: `${count(k)} of ${count(n)}`,
    change: met ? "18 more disagreements." : "About 820 more cases, if the agent agrees in 98% of them.",
    numbers: least ? { k, n, low, high, floor: limit } : { k, n, low, high, limit },
  };
}

function share(k: number, n: number): ShareEvidence {
  const range = clopperPearson(k, n);
  return {
    k,
    n,
    clusters: n,
    rate: n === 0 ? null : k / n,
    most: 1,
    ...range,
    contradicts: false,
    effective: n,
    oneLook: range,
    lines: [],
  };
}

function seenOf({ type, evidence: { proposed, shares } }: TypeJudgement) {
  const { n, matches } = proposed;
  return n === 0 ? [] : [{ type, n, matches, rate: shares.agreement.rate ?? 0, ...shares.agreement.oneLook }];
}

function tally(counts: Partial<Record<Outcome, number>>): Record<Outcome, number> {
  return Object.fromEntries(OUTCOMES.map((outcome) => [outcome, counts[outcome] ?? 0])) as Record<Outcome, number>;
}

/** The n-th action type of a sample. */
export function sampleType(i: number, plant: string, alike = false): TypeJudgement {
  const seen = ROWS[i % ROWS.length] as Row;
  const row: Row = alike ? { ...seen, verdict: "promote", matches: seen.n, serious: 0 } : seen;
  const shrink = i < ROWS.length ? 1 : 1 + ((i * 7) % 40);
  const [n, matches] =
    i % 17 === 16 ? [0, 0] : [Math.floor(row.n / shrink), Math.min(Math.floor(row.n / shrink), Math.ceil(row.matches / shrink))];
  const serious = Math.min(n - matches, Math.floor(row.serious / shrink));
  const { low, high } = clopperPearson(matches, n);
  const why = {
    promote: `With 95% confidence the agent agrees with the person in at least ${percentDown(low)} of such decisions; the gate asks for 95%. All ${inWords(4)} checks are met.`,
    hold: "The match rate clears the gate, but a check failed: 25 serious disagreements in 1,214 cases; with 95% confidence at least 1.33% of such decisions. The limit is 1%.",
    insufficient: `${count(n)} cases leave the match rate anywhere from ${percentDown(low)} to ${percentUp(high)}. The gate, 95%, lies inside that range, so these cases cannot say yes or no.`,
    demote: `With 95% confidence the agent agrees with the person in at most ${percentUp(high)} of such decisions. Staying at L3 takes 90%, moving up takes 95%.`,
    not_requested: "A higher rung was not asked for.",
  };
  const failed = Math.floor(n / 200);
  const differ = n - matches;
  return {
    type: `${row.title.toLowerCase().replaceAll(" ", ".")}${i < ROWS.length ? "" : `.${i}`}${plant}`,
    title: `${row.title}${i < ROWS.length ? "" : ` in region ${i}`}${plant}`,
    noun: "such decisions",
    declared: true,
    reversibility: "compensable",
    consequential: null,
    owners: { business: `Operations${plant}` },
    decided: {
      verdict: row.verdict,
      at: "L3",
      ask: "L4",
      to: MOVES[row.verdict],
      why: `${why[row.verdict]}${plant}`,
      change: `${row.verdict === "promote" ? "18 more disagreements in 1,847 cases, or one more serious one." : "About 820 more cases, if the agent agrees in 98% of them."}${plant}`,
      climb: [
        finding("agreementAtLeast", "Does it decide as people did?", GATE, matches, n, true),
        finding("seriousAtMost", "Are serious disagreements rare?", 0.01, serious, n, false),
        finding("coverageAtLeast", "Does it decide often enough to be worth it?", 0.6, matches, n, true),
        finding("failuresAtMost", "Does it give a usable answer?", 0.02, failed, n, false),
      ],
      stay: [finding("agreementAtLeast", "Does it decide as people did?", FLOOR, matches, n, true)],
      hold: [],
      bound: row.verdict === "not_requested" ? null : "evidence",
    },
    evidence: {
      type: row.title,
      proposed: { n, matches, outcomes: tally({ match: matches, params: Math.max(0, differ - serious), overreach: serious }) },
      decided: { n, matches, outcomes: tally({ match: matches, missed: differ }) },
      serious,
      failures: { n, failed },
      shares: {
        agreement: share(matches, n),
        coverage: share(matches, n),
        harmless: share(n - serious, n),
        answered: share(n - failed, n),
      },
      facts: SAMPLE_FACTS,
      patterns:
        differ === 0
          ? []
          : [
              {
                decided: row.title.toLowerCase().replaceAll(" ", ".") + plant,
                proposed: row.title,
                outcome: "params",
                n: differ - serious,
              },
              ...(serious > 0 ? [{ decided: "none", proposed: row.title, outcome: "overreach" as const, n: serious }] : []),
            ],
    },
    interval: { low, high },
    sequence: i < 20 ? sampleSequence(matches, n, { low, high }) : null,
    judge: null,
    confidence: null,
    ceiling: null,
    policy: null,
    drills: NO_DRILLS,
    leftOut: null,
    about: "",
    breaker: false,
    among:
      row.verdict === "not_requested" ? null : { p: 0.01, adjusted: 0.04, level: 0.0125, candidate: row.verdict === "promote" },
  };
}

/** A judgement of made-up numbers in the shape the harness gives; the same options give the same judgement. */
export function sampleJudgement({
  types = 5,
  cases = 300,
  plant = "",
  isolation = "I1",
  alike = false,
}: SampleOptions = {}): Judgement {
  const judged = Array.from({ length: types }, (_, i) => sampleType(i, plant, alike));
  const digest = "sha256:4b1f9e0c77d2a91c4b1f9e0c77d2a91c4b1f9e0c77d2a91c4b1f9e0c77d2a91c";
  const asked = judged.filter(({ decided }) => decided.verdict !== "not_requested").length;
  return {
    schema: "earnest/judgement/6",
    headline:
      asked === 0
        ? "No action type asks to move up."
        : alike
          ? `All ${inWords(asked)} action types may move up.${plant}`
          : `${inWords(2, true)} of ${inWords(asked)} action types may move up. One must move down.${plant}`,
    caveats: [
      `No wall stood around the agent (isolation I1): calls that reached earnest were not executed; what else it tried was not watched, and other side effects cannot be excluded.${plant}`,
    ],
    run: {
      schema: "earnest/ledger/1",
      id: "20261005-0412",
      startedAt: "2026-10-05T04:12:00.000Z",
      endedAt: "2026-10-05T04:16:10.000Z",
      earnest: "0.1.0",
      node: "26.10.0",
      suite: { name: `refund desk${plant}`, file: `suites/desk/suite.ts${plant}`, data: null, digest, rules: {} },
      dataset: {
        name: `desk-2026-summer${plant}`,
        source: `cases.jsonl${plant}`,
        digest,
        cases,
        excluded: cases === 0 ? 0 : 32,
        card: {
          about: `Decisions of a summer.${plant}`,
          labels: `What was done.${plant}`,
          origin: "the desk",
          licence: "private",
          limits: [`One shop only.${plant}`],
        },
      },
      agent: { name: `refund-desk${plant}`, version: "2.7.1", seam: "tools", isolation },
      seed: 1,
      attempts: 1,
      timeout: 60,
      selection: { filter: {}, limit: null, onBadRow: "exclude" },
      asked: { cases, selected: cases },
      wall: sampleWall(isolation, plant),
      tools: digest,
      models: cases === 0 ? [] : [`https://models.invalid/v1${plant}`],
      prices: { currency: "EUR", models: { [`gpt-5-mini${plant}`]: { input: 0.25, cached: 0.025, output: 2 } } },
      ledgerHead: "e5b0a7c21d9477f3e5b0a7c21d9477f3",
      tornBytes: 0,
      rulesChanged: false,
      unaskedProposals: 0,
      notes: plant === "" ? [] : [`A note.${plant}`],
    },
    drillLedgers: [],
    drillsLeftOut: [],
    suite: {
      name: `refund desk${plant}`,
      about: `What the refund desk may leave to an agent.${plant}`,
      digest,
      rules: { comparators: {}, gates: Object.fromEntries(judged.map(({ type }) => [type, { serious: ["overreach"] }])) },
    },
    ladder: ladderData(evidenceLadder),
    files: [],
    limits: null,
    loosened: [],
    method: {
      name: "grid e-process",
      version: "1",
      confidence: 0.95,
      alpha: 0.05,
      grids: ["p-grid 1", "d-grid 1"],
      clusters: "one vote each",
      target: "process",
      says: "it holds however often it is looked at and whenever the run is stopped",
      together: `${count(asked)} were asked about, and the promotions hold all together`,
    },
    together: "holm",
    before: null,
    worth: { serious: { n: 0, ids: [] }, newest: { n: 0, ids: [] } },
    runs: [
      {
        id: "20261005-0412",
        startedAt: "2026-10-05T04:12:00.000Z",
        agent: `refund-desk${plant} 2.7.1`,
        dataset: digest,
        cassette: null,
        counted: cases,
        repeated: 0,
        head: "e5b0a7c21d9477f3e5b0a7c21d9477f3",
        otherVersion: false,
        seen: { cases, types: judged.flatMap(seenOf) },
        rules: digest,
        earnest: "0.1.0",
        changed: [],
      },
    ],
    stopped: null,
    flow: {
      read: cases === 0 ? 0 : cases + 32,
      excluded: cases === 0 ? 0 : 32,
      cases,
      filtered: 0,
      beyondLimit: 0,
      asked: cases,
      missing: 0,
      saved: 0,
      uncounted: 0,
      repeated: 0,
      aside: 0,
      observed: cases,
    },
    exclusions:
      cases === 0
        ? { reasons: [], listed: [] }
        : {
            reasons: [
              { because: `no human decision${plant}`, n: 21 },
              { because: "a duplicate", n: 11 },
            ],
            listed: [
              {
                id: `X-1${plant}`,
                because: `no human decision${plant}`,
                where: `cases.jsonl:7${plant}`,
                faults: [`decisions: required${plant}`],
              },
            ],
          },
    evidence: {
      cases,
      clusters: cases,
      attempts: cases,
      outcomes: tally({ match: Math.ceil(cases * 0.9), params: cases - Math.ceil(cases * 0.9) }),
      matrix: judged
        .flatMap(({ type, evidence }, i) => {
          const { n, matches } = evidence.proposed;
          const next = judged[(i + 1) % judged.length]?.type ?? type;
          return n === 0
            ? []
            : [
                { decided: type, proposed: type, outcomes: { match: matches, params: Math.floor((n - matches) / 2) } },
                { decided: "none", proposed: type, outcomes: { overreach: evidence.serious } },
                {
                  decided: next,
                  proposed: type,
                  outcomes: { type: Math.max(0, n - matches - Math.floor((n - matches) / 2) - evidence.serious) },
                },
                { decided: type, proposed: "escalate", outcomes: { escalated: Math.floor(n / 12) } },
              ];
        })
        .filter(({ outcomes }) => Object.values(outcomes).some((n) => n > 0)),
      cells: { total: cases, decidedActions: cases, proposedActions: cases },
      repeated: { cases: 0, unstable: 0 },
    },
    people: samplePeople(
      judged.map(({ type }) => type),
      cases,
    ),
    reviewed: null,
    attempts: sampleAttempts(
      judged.map(({ type }) => type),
      cases,
      plant,
    ),
    ...sampleWatched({ cases, plant, isolation, types: judged.map(({ type }) => type) }),
    types: judged,
  };
}
