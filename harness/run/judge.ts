import { gateMethod } from "../criteria/gateMethod.ts";
import type { WallSeen } from "../evidence/wallCount.ts";
import { wallClaim } from "../evidence/wallSaid.ts";
import type { TypeEvidence } from "../evidence.ts";
import { type Decided, decide } from "../gate.ts";
import { ladderData } from "../ladders.ts";
import type { RunHeader } from "../ledger/record.ts";
import type { WiderChild } from "../policy.ts";
import type { ReadySuite } from "../suite.ts";
import { count, many } from "../words.ts";
import { refuseUnlessAlike } from "./alike.ts";
import type { BookLimits, CaseBook } from "./caseBook.ts";
import { type GatheredRun, Gathering } from "./gathering.ts";
import { caveats, headline } from "./headline.ts";
import { JUDGEMENT_SCHEMA, type Judgement, type RunCounted, type TypeJudgement } from "./judgement.ts";
import { headersOf } from "./nights.ts";
import { type AmongOthers, decideTogether } from "./together.ts";
import { typeFactsOf } from "./typeFactsOf.ts";
import { waivedSaid } from "./waivedSaid.ts";

/** A judgement with the cases behind it. */
export interface Judged {
  readonly judgement: Judgement;
  readonly book: CaseBook;
}

/**
 * Reads the ledgers of one run, or of several of the same agent version, in sampling order, and judges them by the suite: runs in order
 * of time, a case or cluster that an earlier run has shown counts once. Pure: same ledgers, same suite, same judgement.
 */
export function judge(suite: ReadySuite, dirs: string | readonly string[], limits?: BookLimits): Judged {
  const nights = headersOf(typeof dirs === "string" ? [dirs] : dirs);
  const headers = nights.map(({ header }) => header);
  const last = headers.at(-1) as RunHeader;
  const mine = nights.filter(({ header }) => sameAgent(header, last));
  refuseUnlessAlike(mine);
  const gathering = new Gathering(
    suite,
    mine.map(({ header }) => header),
    limits,
  );
  const reads = mine.map(({ dir }) => gathering.read(dir));
  const body = bodyOf(suite, gathering, reads, headers);
  return {
    judgement: { ...body, headline: headline(body.types), caveats: caveats(body) },
    book: gathering.book.book(),
  };
}

/** A new version is a new agent: what another one did is no evidence for it. */
function sameAgent(a: RunHeader, b: RunHeader): boolean {
  return a.agent.name === b.agent.name && a.agent.version === b.agent.version;
}

function bodyOf(
  suite: ReadySuite,
  gathering: Gathering,
  reads: readonly GatheredRun[],
  headers: readonly RunHeader[],
): Omit<Judgement, "headline" | "caveats"> {
  const { run, end, ended } = reads.at(-1) as GatheredRun;
  const sum = (of: (read: GatheredRun) => number) => reads.reduce((total, read) => total + of(read), 0);
  const { types, ...evidence } = gathering.count.evidence();
  const declared = Object.keys(suite.actions);
  const saved = sum(savedIn);
  const wall = gathering.wall.seen(
    reads.map((read) => read.run),
    suite.waiver,
  );
  const flow = flowOf(sum, saved);
  const usage = gathering.usage.seen();
  const factsOf = typeFactsOf(suite, { gathering, headers: reads.map((read) => read.run), flow, wall, usage });
  const known = new Map([...types].map(([type, counted]) => [type, { ...counted, facts: factsOf(type) }]));
  const judged = judgeTypes(suite, known, wall, (type) => ({
    judge: gathering.judgeOf(type, run.seed),
    confidence: gathering.confidence.of(type),
    policy: gathering.policy.seen(type),
    wider: gathering.policy.wider(type),
  }));
  return {
    schema: JUDGEMENT_SCHEMA,
    run: {
      ...run,
      // A record from before may hold what an agent told of a wall that nobody arranged.
      ...(run.agent.isolation === "I0" && run.wall !== undefined ? { wall: null } : {}),
      endedAt: ended?.at ?? null,
      ledgerHead: end.head,
      tornBytes: sum((read) => read.end.torn?.bytes ?? 0),
      rulesChanged: reads.some((read) => read.run.suite.digest !== suite.digest),
      // What stopping early left unread is no stray proposal.
      unaskedProposals: sum((read) => Math.max(0, (read.ended?.unasked ?? 0) - savedIn(read) * read.run.attempts)),
      notes: reads.flatMap(({ notes }) => notes),
    },
    runs: runsCounted(reads, headers),
    suite: { name: suite.name, about: suite.about ?? "", digest: suite.digest, rules: suite.rules },
    ladder: ladderData(suite.ladder),
    loosened: [],
    method: gateMethod,
    together: suite.together,
    flow,
    stopped: stopOf(reads, saved),
    exclusions: gathering.exclusions.summary(),
    evidence,
    people: gathering.people.results(declared, run.seed),
    attempts: gathering.attempts.results(declared),
    wall: { ...wall, says: wallClaim(wall), waived: waivedSaid(wall, judged) },
    breaches: gathering.breaches.seen(wall),
    reads: gathering.reads.seen(),
    usage,
    failures: gathering.failures.seen(),
    types: judged,
  };
}

function flowOf(sum: (of: (read: GatheredRun) => number) => number, saved: number): Judgement["flow"] {
  const asked = sum((read) => read.run.asked.cases);
  const onRecord = sum((read) => read.counted + read.uncounted);
  return {
    read: sum((read) => read.run.dataset.cases + read.run.dataset.excluded),
    excluded: sum((read) => read.run.dataset.excluded),
    cases: sum((read) => read.run.dataset.cases),
    filtered: sum((read) => read.run.dataset.cases - read.run.asked.selected),
    beyondLimit: sum((read) => read.run.asked.selected - read.run.asked.cases),
    asked,
    missing: asked - onRecord - saved,
    saved,
    uncounted: sum((read) => read.uncounted),
    repeated: sum((read) => read.repeated),
    aside: sum((read) => read.aside),
    observed: sum((read) => read.counted - read.repeated),
  };
}

/** Cases that a run did not have to ask about, because it stopped early. */
function savedIn({ run, stoppedAt, counted, uncounted }: GatheredRun): number {
  return stoppedAt === null ? 0 : run.asked.cases - counted - uncounted;
}

function stopOf(reads: readonly GatheredRun[], saved: number): Judgement["stopped"] {
  const stopped = reads.filter(({ stoppedAt }) => stoppedAt !== null);
  if (stopped.length === 0) return null;
  const currencies = new Set(stopped.map(({ run }) => run.price?.currency ?? null));
  const [currency] = currencies;
  // Money of two currencies, or of runs without a price, is no sum.
  if (currencies.size !== 1 || currency === null || currency === undefined) return { saved, money: null };
  const amount = stopped.reduce((sum, read) => sum + savedIn(read) * read.run.attempts * (read.run.price?.perAttempt ?? 0), 0);
  return { saved, money: { amount, currency } };
}

function runsCounted(reads: readonly GatheredRun[], headers: readonly RunHeader[]): RunCounted[] {
  return headers.map((header) => {
    const read = reads.find(({ run }) => run.id === header.id);
    return {
      id: header.id,
      startedAt: header.startedAt,
      agent: `${header.agent.name} ${header.agent.version}`,
      dataset: header.dataset.digest,
      cassette: header.cassette ?? null,
      counted: read === undefined ? 0 : read.counted - read.repeated,
      repeated: read?.repeated ?? 0,
      otherVersion: read === undefined,
    };
  });
}

/** Rows of the suite in the suite's order, then types that only turned up in the cases, by name. */
function judgeTypes(
  suite: ReadySuite,
  evidence: ReadonlyMap<string, TypeEvidence>,
  wall: WallSeen,
  aboutType: (type: string) => Pick<TypeJudgement, "judge" | "confidence" | "policy"> & { readonly wider: readonly WiderChild[] },
): TypeJudgement[] {
  const declared = Object.keys(suite.actions);
  const others = [...evidence.keys()].filter((type) => !suite.gates.has(type)).sort();
  const types = [...declared, ...others];
  const facts = types.map(aboutType);
  const decided = decideTogether(
    types.map((type, at) => {
      const gate = suite.gates.get(type);
      if (gate === undefined) return UNDECLARED;
      const { judge = null, wider = [] } = facts[at] ?? {};
      return withJudge(decide({ ...gate, wider }, evidence.get(type) as TypeEvidence, suite.noun(type), wall), judge);
    }),
    suite.together,
  );
  return types.map((type, at) => {
    const seen = evidence.get(type) as TypeEvidence;
    const row = suite.actions[type];
    const { low, high } = seen.shares.agreement;
    const gate = suite.gates.get(type);
    const { wider: _, ...about } = facts[at] as ReturnType<typeof aboutType>;
    return {
      type,
      title: suite.title(type),
      noun: suite.noun(type),
      declared: row !== undefined,
      reversibility: row?.reversibility ?? "unknown",
      owners: row?.owners ?? {},
      ...(decided[at] as { decided: Decided; among: AmongOthers | null }),
      evidence: seen,
      interval: { low, high },
      ...about,
      ceiling: gate?.ceiling ?? null,
      leftOut: gate?.leftOut ?? null,
      about: row?.about ?? "",
      breaker: row?.breaker === true,
    };
  });
}

/** A model judge that people have not measured cannot say yes. */
function withJudge(decided: Decided, judge: TypeJudgement["judge"]): Decided {
  if (judge !== null && judge.unruled > 0 && (decided.verdict === "demote" || decided.verdict === "hold"))
    return unruled(decided, judge);
  if (decided.verdict !== "promote" || judge === null || judge.closed === null) return decided;
  return { ...decided, verdict: "insufficient", to: decided.at, ...judge.closed };
}

/** Pairs without a ruling count as different; that must not cost an agent its rung. */
function unruled(decided: Decided, { unruled: waiting, cases }: NonNullable<TypeJudgement["judge"]>): Decided {
  return {
    ...decided,
    verdict: "insufficient",
    to: decided.at,
    why: `The model judge has not ruled on ${count(waiting)} of ${many(cases, "decision")}, which count as different until it has: these cases cannot say yes or no.`,
    change: "rulings on the pairs that earnest unruled lists.",
  };
}

const UNDECLARED: Decided = {
  verdict: "not_requested",
  at: "",
  ask: null,
  to: "",
  why: "The suite has no row for this action type; it turned up in the cases or in the proposals.",
  change: "A row in the suite.",
  climb: [],
  stay: [],
  hold: [],
  bound: null,
};
