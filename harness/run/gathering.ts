import { judgesIn } from "../comparators/judgesIn.ts";
import { quote } from "../comparators/quote.ts";
import { stamp } from "../comparators/stamp.ts";
import type { Criterion } from "../criteria/criterion.ts";
import { EarnestError } from "../errors.ts";
import { type Adjudications, readAdjudications } from "../evidence/adjudications.ts";
import { AttemptsCount } from "../evidence/attempts.ts";
import { BreachCount } from "../evidence/breachCount.ts";
import { ConfidenceCount } from "../evidence/confidence.ts";
import { DriftCount } from "../evidence/driftCount.ts";
import { type DrillsRead, readDrillLedgers } from "../evidence/drillLedgers.ts";
import { type Drills, readDrills } from "../evidence/drills.ts";
import type { EvidenceCount } from "../evidence/evidenceCount.ts";
import { FactsCount } from "../evidence/factsCount.ts";
import { FailureCount } from "../evidence/failureCount.ts";
import type { Closed } from "../evidence/judgeClosed.ts";
import { JudgeCount } from "../evidence/judgeCount.ts";
import { type JudgeFacts, judgeFacts } from "../evidence/judgeFacts.ts";
import { PeopleCount } from "../evidence/people.ts";
import { ReadCount } from "../evidence/readCount.ts";
import { UnruledPairs } from "../evidence/unruledPairs.ts";
import { UsageCount } from "../evidence/usageCount.ts";
import { WallCount } from "../evidence/wallCount.ts";
import { WorthReadingCount } from "../evidence/worthReading.ts";
import type { ShareName } from "../evidence.ts";
import type { RunHeader } from "../ledger/record.ts";
import { type Beyond, compareUnder, type GoodOutcomes, PolicyCount } from "../policy.ts";
import type { ReadySuite } from "../suite.ts";
import { type BookLimits, CaseBookWriter } from "./caseBook.ts";
import { countFor, type Weighting, weightingOf } from "./countFor.ts";
import { Exclusions } from "./exclusions.ts";
import { recordsOf } from "./flowOf.ts";
import { type NightOfType, takeNight } from "./nightTally.ts";
import { type ReadCase, type ReadRun, readRun } from "./readRun.ts";
import { Shown } from "./shown.ts";

/** People's checks are counted one by one, and say nothing about a share by weight. */
const WEIGHTED: Closed = {
  why: "A model judge compares these decisions, and cases weigh differently here: what people checked, case by case, says nothing about a share by weight.",
  change: "cases that all weigh the same, in clusters without a cap.",
};

/** A run as it was read beside others. */
export interface GatheredRun extends ReadRun {
  /** Cases left out because an earlier run has shown them. */
  readonly repeated: number;
  /** Cases that count, and that no earlier run of the same dataset has shown. */
  readonly newOfDataset: number;
  /** New cases of clusters that have had their vote in an earlier run: counted, without giving evidence. */
  readonly aside: number;
  /** What its new cases came to, type by type. */
  readonly types: readonly NightOfType[];
}

/** Everything that is counted while ledgers are read, each case once. */
export class Gathering {
  readonly count: EvidenceCount;
  readonly people: PeopleCount;
  readonly attempts = new AttemptsCount();
  readonly confidence = new ConfidenceCount();
  readonly book: CaseBookWriter;
  readonly exclusions = new Exclusions();
  readonly wall = new WallCount();
  readonly breaches = new BreachCount();
  readonly reads: ReadCount;
  readonly usage = new UsageCount();
  readonly failures = new FailureCount();
  readonly worth: WorthReadingCount;
  readonly facts: FactsCount;
  readonly policy: PolicyCount;
  /** Only several runs tell of drift. */
  readonly drift: DriftCount | undefined;
  readonly outcomes: GoodOutcomes;
  readonly drills: Drills | undefined;
  /** What ledgers of drills hold. */
  readonly drilled: DrillsRead;
  readonly #beyond: Beyond | undefined;
  readonly #suite: ReadySuite;
  readonly #pairs: UnruledPairs;
  readonly #weighted: boolean;
  readonly #judges = new Map<string, JudgeCount>();
  readonly #adjudications: Adjudications | undefined;
  /** What earlier runs have shown; kept only where there are several. */
  readonly #shown: Shown | undefined;
  /** What was read so far, so that what stayed out of it is told once. */
  readonly #records = new Set<string>();
  #night = 0;
  #most = 0;

  /** `headers` of the runs that will be read, in that order. */
  constructor(
    suite: ReadySuite,
    headers: readonly RunHeader[],
    limits?: BookLimits,
    beyond?: Beyond,
    drillDirs: readonly string[] = [],
  ) {
    const weightings = headers.map((header) => weightingOf(header));
    this.#suite = suite;
    this.#weighted = weightings.some(({ weighted, cap }) => weighted || Number.isFinite(cap));
    this.count = countFor(suite, {
      weighted: weightings.some(({ weighted }) => weighted),
      most: 1,
      cap: Math.min(...weightings.map(({ cap }) => cap)),
    });
    this.people = new PeopleCount(suite.compared, suite.policies);
    this.book = new CaseBookWriter(suite.serious, limits);
    this.worth = new WorthReadingCount(suite.serious);
    this.reads = new ReadCount(suite.gates.keys());
    this.#shown = headers.length > 1 ? new Shown() : undefined;
    this.#pairs = new UnruledPairs(suite.compared);
    const version = headers.at(-1)?.agent.version ?? "";
    if (suite.adjudications !== undefined) this.#adjudications = readAdjudications(suite.adjudications, version);
    this.facts = new FactsCount(suite.compared, this.#adjudications);
    if (headers.length > 1) this.drift = new DriftCount(basesOf(suite));
    this.#beyond = beyond;
    this.outcomes = suite.policies.outcomes();
    this.policy = new PolicyCount(suite.policies, suite.serious, beyond);
    if (suite.drills !== undefined) this.drills = readDrills(suite.drills);
    this.drilled = readDrillLedgers(drillDirs, { suite: suite.name, agent: headers.at(-1)?.agent.name ?? "" });
    for (const [type, row] of suite.compared) {
      if (judgesIn(stamp(row.compare)).length > 0) this.#judges.set(type, new JudgeCount(type, this.#adjudications));
    }
  }

  /** Reads one run's ledger. Throws what `readRun` throws. */
  read(dir: string): GatheredRun {
    let repeated = 0;
    let aside = 0;
    let again = 0;
    let newRecords = true;
    let weightOf: Weighting["weightOf"] = () => 1;
    const night = this.#night++;
    const read = readRun(dir, {
      begin: (header) => {
        this.#shown?.begin(header.dataset.digest);
        newRecords = !this.#records.has(recordsOf(header.dataset));
        this.#records.add(recordsOf(header.dataset));
        const weighting = weightingOf(header);
        weightOf = weighting.weightOf;
        // What an earlier night has shown stands; a larger cluster makes only later votes count for less.
        this.#most = Math.max(this.#most, weighting.most);
        this.count.expect(this.#most);
        this.usage.begin(header);
        this.worth.begin();
        this.drift?.begin(header.startedAt);
      },
      onRecord: ({ seq, case: { id }, observations }) => {
        this.breaches.add({ night, seq, id }, observations);
        this.usage.add(observations);
      },
      breaches: (breaches) => this.breaches.apart(breaches),
      excluded: (excluded) => {
        if (newRecords) this.exclusions.add(excluded);
      },
      case: (one) => {
        const { before = null, ofDataset = false } = this.#shown?.take(one) ?? {};
        if (ofDataset) again++;
        if (before === "case") repeated++;
        else this.#take(one, weightOf(one.case), before === "cluster");
        if (before === "cluster") aside++;
      },
    });
    return { ...read, repeated, newOfDataset: read.counted - again, aside, types: takeNight(this.count) };
  }

  /** The model judges behind a type's comparing, and how people measured them; null where it asks none. */
  judgeOf(type: string, seed: number): JudgeFacts | null {
    const row = this.#suite.compared.get(type);
    const count = this.#judges.get(type);
    if (count === undefined && this.#pairs.consulted.has(type)) {
      throw new EarnestError(
        "SUITE_BROKEN",
        `a model judge rules on ${quote(type)} where no gate can see it, inside a comparator of the suite's own`,
        {
          next: "Use judged() by itself, or inside fields(), oneOf() or sameSet()",
        },
      );
    }
    if (row === undefined || count === undefined) return null;
    const facts = judgeFacts(stamp(row.compare), count, this.#adjudications, { floor: this.#judgedLine(type), seed }) ?? null;
    if (facts === null || !this.#weighted || facts.closed !== null) return facts;
    return { ...facts, closed: WEIGHTED };
  }

  /** The highest rate that a gate asks for by the judge's rulings: what people have to show; null where it asks for no match rate. */
  #judgedLine(type: string): number | null {
    const criteria = this.#suite.gates.get(type)?.climb ?? [];
    const asked = (share: ShareName) => criteria.flatMap(({ asks }) => (asks?.share === share ? [asks.line] : []));
    const floors = asked("agreement");
    if (floors.length === 0) return null;
    // Other details than the person's are what a judge tells apart; where these are serious, the limit on them rests on it too.
    const serious = this.#suite.serious(type).some((outcome) => outcome === "params" || outcome === "near");
    return Math.max(...floors, ...(serious ? asked("harmless") : []));
  }

  #take({ case: one, observations }: ReadCase, weight: number, aside: boolean): void {
    const attempts = compareUnder(this.#suite.policies, one, observations, this.#pairs.types, this.#beyond);
    const unruled = new Set(this.#pairs.take().map(({ type }) => type));
    for (const [type, count] of this.#judges) count.add({ id: one.id, attempts }, unruled.has(type));
    const compared = { id: one.id, cluster: one.cluster, weight, attempts, outcomeGood: this.outcomes.of(one) };
    if (aside) this.count.aside(compared);
    else this.count.add(compared);
    this.attempts.add(compared);
    this.confidence.add(compared);
    this.people.add(one, attempts, observations);
    this.book.add(one, attempts, observations, this.#adjudications);
    this.worth.add(one.id, attempts[0] ?? []);
    this.wall.add(observations);
    this.reads.add(observations);
    this.failures.add(one.id, observations);
    this.facts.add(one, attempts, observations);
    this.drift?.add(one.cluster, attempts[0] ?? []);
    this.policy.add(one, attempts[0] ?? [], observations);
  }
}

/** What each match rate is watched against: the floor for staying, else the one for climbing. */
function basesOf({ gates }: ReadySuite): Map<string, number> {
  const floors = (criteria: readonly Criterion[]) =>
    criteria.flatMap(({ asks }) => (asks?.share === "agreement" ? [asks.line] : []));
  return new Map(
    [...gates].flatMap(([type, { stay, climb }]) => {
      const [first, ...more] = floors(stay).length > 0 ? floors(stay) : floors(climb);
      return first === undefined ? [] : [[type, Math.max(first, ...more)] as const];
    }),
  );
}
