import { gateMethod } from "../criteria/gateMethod.ts";
import { drillLedgersSaid } from "../evidence/drillLedgers.ts";
import type { DrillsLeftOut } from "../evidence/drillsLeftOut.ts";
import { ownersLimits } from "../evidence/ownersLimits.ts";
import { recordFiles } from "../evidence/recordFiles.ts";
import { reviewed } from "../evidence/reviewed.ts";
import { wallClaim } from "../evidence/wallSaid.ts";
import type { TypeEvidence } from "../evidence.ts";
import { ladderData } from "../ladders.ts";
import type { RunHeader } from "../ledger/record.ts";
import { type Beyond, WindowPass } from "../policy.ts";
import type { ReadySuite } from "../suite.ts";
import { many, shorten } from "../words.ts";
import { refuseUnlessAlike } from "./alike.ts";
import type { BookLimits, CaseBook } from "./caseBook.ts";
import { flowOf, savedIn } from "./flowOf.ts";
import { type GatheredRun, Gathering } from "./gathering.ts";
import { caveats, headline } from "./headline.ts";
import { type AnswersBefore, JUDGEMENT_SCHEMA, type Judgement, type RunCounted } from "./judgement.ts";
import { judgeTypes } from "./judgeTypes.ts";
import { loosenedSince } from "./loosenedSince.ts";
import { headersOf, type Night } from "./nights.ts";
import { type NightSeen, nightsApart } from "./nightTally.ts";
import { readRun } from "./readRun.ts";
import { reviewsOfRuns } from "./reviewsOfRuns.ts";
import { runsCounted } from "./runsCounted.ts";
import { togetherSaid } from "./together.ts";
import { typeFactsOf } from "./typeFactsOf.ts";
import { undoSeen } from "./undoSeen.ts";
import { waivedSaid } from "./waivedSaid.ts";
import { windowsSaid } from "./windowsSaid.ts";

/** A judgement with the cases behind it. */
export interface Judged {
  readonly judgement: Judgement;
  readonly book: CaseBook;
}

/**
 * Reads the ledgers of one run, or of several of the same agent version, in sampling order, and judges them by the suite: runs in order
 * of time, a case or cluster that an earlier run has shown counts once. `drillDirs` are folders of `earnest drill`, whose ledgers tell of
 * undoing; `leftOut` are others of the suite that are kept, and were not to be read; `reviewsThen` cuts the reviews as `reviewsOfRuns` says. Pure: same ledgers, same suite, same judgement.
 */
export function judge(
  suite: ReadySuite,
  dirs: string | readonly string[],
  limits?: BookLimits,
  drillDirs: readonly string[] = [],
  leftOut: readonly DrillsLeftOut[] = [],
  reviewsThen?: ReadonlyMap<string, string>,
): Judged {
  const nights = headersOf(typeof dirs === "string" ? [dirs] : dirs);
  const headers = nights.map(({ header }) => header);
  const last = headers.at(-1) as RunHeader;
  const mine = nights.filter(({ header }) => sameAgent(header, last));
  refuseUnlessAlike(mine);
  const { gathering, reads } = gathered(suite, mine, limits, drillDirs);
  const runs = runsCounted(headers, reads, apartFrom(suite, nights, mine));
  const reviews = reviewsOfRuns(suite, mine, reads, reviewsThen);
  const body = { ...bodyOf(suite, gathering, reads, runs, leftOut, reviews), before: answersBefore(suite, mine, drillDirs) };
  return {
    judgement: { ...body, headline: headline(body.types), caveats: caveats(body) },
    book: gathering.book.book(),
  };
}

function gathered(suite: ReadySuite, nights: readonly Night[], limits: BookLimits | undefined, drillDirs: readonly string[]) {
  const headers = nights.map(({ header }) => header);
  const gathering = new Gathering(suite, headers, limits, keptBackInTime(suite, nights), drillDirs);
  return { gathering, reads: nights.map(({ dir }) => gathering.read(dir)) };
}

const NO_CASES: BookLimits = { entries: 0, disagreements: 0, agreements: 0, text: 0 };

/** Read again without the newest run: with caps on clusters and limits over time, no count can be taken back out. */
function answersBefore(suite: ReadySuite, nights: readonly Night[], drillDirs: readonly string[]): AnswersBefore | null {
  const earlier = nights.slice(0, -1);
  const last = earlier.at(-1);
  if (last === undefined) return null;
  const { gathering, reads } = gathered(suite, earlier, NO_CASES, drillDirs);
  const { types } = bodyOf(suite, gathering, reads, [], [], { logs: [], notes: [] });
  return { run: last.header.id, answers: types.map(({ type, decided: { verdict } }) => ({ type, verdict })) };
}

/** Limits over time count in the order of time, so every case is looked at once before any is counted. */
function keptBackInTime(suite: ReadySuite, nights: readonly Night[]): Beyond | undefined {
  if (!suite.policies.windowed) return undefined;
  const pass = new WindowPass(suite.policies, suite.compared);
  const seen = new Set<string>();
  for (const { dir } of nights) {
    readRun(dir, {
      case: ({ case: one, observations }) => {
        if (seen.has(one.id)) return;
        seen.add(one.id);
        pass.add(one, observations);
      },
    });
  }
  return pass.beyond();
}

/** What nights of other versions came to, version by version. */
function apartFrom(suite: ReadySuite, nights: readonly Night[], mine: readonly Night[]): Map<string, NightSeen> {
  const others = nights.filter((night) => !mine.includes(night));
  const versions = Map.groupBy(others, ({ header: { agent } }) => JSON.stringify([agent.name, agent.version]));
  return new Map([...versions.values()].flatMap((some) => [...nightsApart(suite, some, keptBackInTime(suite, some))]));
}

/** A new version is a new agent: what another one did is no evidence for it. */
function sameAgent(a: RunHeader, b: RunHeader): boolean {
  return a.agent.name === b.agent.name && a.agent.version === b.agent.version;
}

function bodyOf(
  suite: ReadySuite,
  gathering: Gathering,
  reads: readonly GatheredRun[],
  runs: readonly RunCounted[],
  leftOut: readonly DrillsLeftOut[],
  reviews: ReturnType<typeof reviewsOfRuns>,
): Omit<Judgement, "headline" | "caveats" | "before"> {
  const { run, end, ended } = reads.at(-1) as GatheredRun;
  const sum = (of: (read: GatheredRun) => number) => reads.reduce((total, read) => total + of(read), 0);
  const { types, ...evidence } = gathering.count.evidence();
  const declared = Object.keys(suite.actions);
  const wall = gathering.wall.seen(
    reads.map((read) => read.run),
    suite.waiver,
  );
  const flow = flowOf(reads);
  const usage = gathering.usage.seen();
  const factsOf = typeFactsOf(suite, { gathering, reads, flow, wall, usage });
  const known = new Map([...types].map(([type, counted]) => [type, { ...counted, facts: factsOf(type) }]));
  const judged = judgeTypes(suite, known, wall, (type) => ({
    judge: gathering.judgeOf(type, run.seed),
    confidence: gathering.confidence.of(type),
    policy: gathering.policy.seen(type),
    wider: gathering.policy.wider(type),
    looks: gathering.count.share(type, "agreement")?.followed() ?? [],
    sharesAt: (level) => gathering.count.sharesAt(type, level),
    drills: undoSeen(suite, gathering, type, (known.get(type) as TypeEvidence).facts),
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
      notes: [
        ...reads.flatMap(({ notes }) => notes),
        ...unreadOutcomes(suite, gathering),
        ...windowsSaid(suite, flow),
        ...reviews.notes,
        ...drillLedgersSaid(gathering.drilled.ledgers),
      ],
    },
    runs,
    drillLedgers: gathering.drilled.ledgers,
    drillsLeftOut: leftOut,
    suite: { name: suite.name, about: suite.about ?? "", digest: suite.digest, rules: suite.rules },
    files: recordFiles(suite),
    limits: ownersLimits(suite.limits),
    ladder: ladderData(suite.ladder),
    loosened: loosenedSince(suite, reads, leftOut),
    method: { ...gateMethod, together: togetherSaid(judged, suite.together) },
    together: suite.together,
    flow,
    stopped: stopOf(reads, sum(savedIn)),
    exclusions: gathering.exclusions.summary(),
    evidence,
    people: gathering.people.results(declared, run.seed),
    reviewed: reviewed(reviews.logs),
    attempts: gathering.attempts.results(declared),
    wall: { ...wall, says: wallClaim(wall), waived: waivedSaid(wall, judged) },
    breaches: gathering.breaches.seen(wall),
    reads: gathering.reads.seen(),
    usage,
    failures: gathering.failures.seen(),
    worth: gathering.worth.seen(),
    types: judged,
  };
}

/** Where a suite's own rule cannot read what became known later. */
function unreadOutcomes(suite: ReadySuite, { outcomes }: Gathering): string[] {
  return Object.keys(outcomes.asked).flatMap((type) => {
    const { n, because } = outcomes.unread(type);
    if (n === 0) return [];
    return [
      `“${shorten(suite.title(type), 40)}”: the suite’s rule for a good outcome could not be read in ${many(n, "case")}, which ${n === 1 ? "counts" : "count"} as without outcome data (${shorten(because ?? "", 120)}).`,
    ];
  });
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
