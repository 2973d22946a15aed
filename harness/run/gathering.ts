import { judgesIn } from "../comparators/judgesIn.ts";
import { stamp } from "../comparators/stamp.ts";
import { compare } from "../compare.ts";
import { IdSet } from "../dataset/idSet.ts";
import { type Adjudications, readAdjudications } from "../evidence/adjudications.ts";
import { AttemptsCount } from "../evidence/attempts.ts";
import { ConfidenceCount } from "../evidence/confidence.ts";
import type { EvidenceCount } from "../evidence/evidenceCount.ts";
import { JudgeCount } from "../evidence/judgeCount.ts";
import { type JudgeFacts, judgeFacts } from "../evidence/judgeFacts.ts";
import { PeopleCount } from "../evidence/people.ts";
import { UnruledPairs } from "../evidence/unruledPairs.ts";
import type { RunHeader } from "../ledger/record.ts";
import type { ReadySuite } from "../suite.ts";
import { type BookLimits, CaseBookWriter } from "./caseBook.ts";
import { countFor, weightingOf } from "./countFor.ts";
import { Exclusions } from "./exclusions.ts";
import { type ReadCase, type ReadRun, readRun } from "./readRun.ts";

/** A run as it was read beside others. */
export interface GatheredRun extends ReadRun {
  /** Cases left out because an earlier run has shown them, or others of their cluster. */
  readonly repeated: number;
}

/** Everything that is counted while ledgers are read, each case once. */
export class Gathering {
  readonly count: EvidenceCount;
  readonly people: PeopleCount;
  readonly attempts = new AttemptsCount();
  readonly confidence = new ConfidenceCount();
  readonly book: CaseBookWriter;
  readonly exclusions = new Exclusions();
  readonly #suite: ReadySuite;
  readonly #pairs: UnruledPairs;
  readonly #judges = new Map<string, JudgeCount>();
  readonly #adjudications: Adjudications | undefined;
  /** What earlier runs have shown; kept only where there are several. */
  readonly #shown: { readonly ids: IdSet; readonly clusters: IdSet } | undefined;
  #night = 0;

  /** `headers` of the runs that will be read, in that order. */
  constructor(suite: ReadySuite, headers: readonly RunHeader[], limits?: BookLimits) {
    const largest = headers.map(({ dataset }) => weightingOf(dataset).largestWeight);
    const weighted = largest.some((weight) => weight !== undefined);
    this.#suite = suite;
    this.count = countFor(suite, { largestWeight: weighted ? Math.max(...largest.map((weight) => weight ?? 1)) : undefined });
    this.people = new PeopleCount(suite.compared);
    this.book = new CaseBookWriter(suite.serious, limits);
    this.#shown = headers.length > 1 ? { ids: new IdSet(), clusters: new IdSet() } : undefined;
    this.#pairs = new UnruledPairs(suite.compared);
    const version = headers.at(-1)?.agent.version ?? "";
    if (suite.adjudications !== undefined) this.#adjudications = readAdjudications(suite.adjudications, version);
    for (const [type, row] of suite.compared) {
      if (judgesIn(stamp(row.compare)).length > 0) this.#judges.set(type, new JudgeCount(type, this.#adjudications));
    }
  }

  /** Reads one run's ledger. Throws what `readRun` throws. */
  read(dir: string): GatheredRun {
    let repeated = 0;
    let weightOf = weightingOf({}).weightOf;
    const night = this.#night++;
    const read = readRun(dir, {
      begin: ({ dataset }) => {
        weightOf = weightingOf(dataset).weightOf;
      },
      excluded: (excluded) => this.exclusions.add(excluded),
      case: (one) => {
        if (this.#isNew(one, night)) this.#take(one, weightOf(one.case));
        else repeated++;
      },
    });
    return { ...read, repeated };
  }

  /** The model judges behind a type's comparing, and how people measured them; null where it asks none. */
  judgeOf(type: string, seed: number): JudgeFacts | null {
    const row = this.#suite.compared.get(type);
    const count = this.#judges.get(type);
    if (row === undefined || count === undefined) return null;
    const floor = this.#suite.gates.get(type)?.climb.find(({ name }) => name === "agreementAtLeast")?.params["floor"];
    const given = { floor: floor === undefined ? null : Number(floor), seed };
    return judgeFacts(stamp(row.compare), count, this.#adjudications, given) ?? null;
  }

  #isNew({ case: { id }, cluster }: ReadCase, night: number): boolean {
    if (this.#shown === undefined) return true;
    const asCase = this.#shown.ids.add(id, night, () => true);
    const asCluster = this.#shown.clusters.add(cluster, night, () => true);
    return asCase === undefined && (asCluster === undefined || asCluster === night);
  }

  #take({ case: one, observations }: ReadCase, weight: number): void {
    const attempts = observations.map((observation) => compare(one.decisions[0], observation, this.#pairs.types));
    const unruled = new Set(this.#pairs.take().map(({ type }) => type));
    for (const [type, count] of this.#judges) count.add({ id: one.id, attempts }, unruled.has(type));
    const compared = { id: one.id, cluster: one.cluster, weight, attempts };
    this.count.add(compared);
    this.attempts.add(compared);
    this.confidence.add(compared);
    this.people.add(one, attempts, observations);
    this.book.add(one, attempts, observations);
  }
}
