import { compare } from "../compare.ts";
import { gateInterval } from "../criteria/gateInterval.ts";
import { IdSet } from "../dataset/idSet.ts";
import type { Excluded } from "../dataset/loadCases.ts";
import { EarnestError, formatWhere } from "../errors.ts";
import { EvidenceCount } from "../evidence/evidenceCount.ts";
import type { TypeEvidence } from "../evidence.ts";
import { type Decided, decide } from "../gate.ts";
import { type LedgerEnd, newLedgerEnd, readLedger } from "../ledger/readLedger.ts";
import { LEDGER_SCHEMA, type LedgerRow, type RunHeader } from "../ledger/record.ts";
import type { ReadySuite } from "../suite.ts";
import { many } from "../words.ts";
import { type BookLimits, type CaseBook, CaseBookWriter } from "./caseBook.ts";
import { caveats, headline } from "./headline.ts";
import { type ExcludedRecord, JUDGEMENT_SCHEMA, type Judgement, type TypeJudgement } from "./judgement.ts";
import { journalOf } from "./observe.ts";

/** A judgement with the cases behind it. */
export interface Judged {
  readonly judgement: Judgement;
  readonly book: CaseBook;
}

/** The excluded records a judgement names one by one; all are counted. */
const LISTED = 500;

/** Reads a run's ledger in sampling order and judges it by the suite. Pure: same ledger, same suite, same judgement. */
export function judge(suite: ReadySuite, dir: string, limits?: BookLimits): Judged {
  const reader = new LedgerReader(suite, limits);
  const end = newLedgerEnd();
  for (const row of readLedger(journalOf(dir), end)) reader.take(row);
  return reader.finish(end, dir);
}

type CaseRow = Extract<LedgerRow, { kind: "case" }>;

class LedgerReader {
  readonly #suite: ReadySuite;
  readonly #count: EvidenceCount;
  readonly #book: CaseBookWriter;
  readonly #exclusions = new Exclusions();
  /** Cases that were on record before one that precedes them in the sampling order. */
  readonly #early = new Map<number, CaseRow>();
  readonly #notes: string[] = [];
  readonly #ids = new IdSet();
  #next = 0;
  #seen = 0;
  #run: RunHeader | undefined;
  #end: Extract<LedgerRow, { kind: "end" }> | undefined;

  constructor(suite: ReadySuite, limits?: BookLimits) {
    this.#suite = suite;
    this.#count = new EvidenceCount(suite.serious);
    this.#book = new CaseBookWriter(suite.serious, limits);
  }

  take(row: LedgerRow): void {
    if (this.#end !== undefined) throw corrupt("a record stands behind the end of the run");
    if (row.kind === "case") this.#takeCase(row);
    else if (row.kind === "excluded") this.#exclusions.add(row.excluded);
    else if (row.kind === "run") this.#begin(row.run);
    else if (row.kind === "end") this.#end = row;
    else this.#notes.push(row.note);
  }

  #begin(run: RunHeader): void {
    if (this.#run !== undefined) throw corrupt("it begins twice");
    if (run.schema !== LEDGER_SCHEMA)
      throw corrupt(`its format is ${String(run.schema)}, and this earnest reads ${LEDGER_SCHEMA}`);
    this.#run = run;
  }

  #takeCase(row: CaseRow): void {
    const { id } = row.case;
    if (this.#run === undefined) throw corrupt("a case stands before its beginning");
    if (row.seq < this.#next || this.#early.has(row.seq) || this.#ids.add(id, this.#seen, () => true) !== undefined) {
      throw corrupt(`case ${id} is on record twice; one case is one vote`);
    }
    if (row.seq >= this.#run.asked.cases) throw corrupt(`case ${id} was never asked about`);
    this.#early.set(row.seq, row);
    for (let ready = this.#early.get(this.#next); ready !== undefined; ready = this.#early.get(this.#next)) {
      this.#early.delete(this.#next++);
      this.#judgeCase(ready);
    }
  }

  #judgeCase({ case: one, observations }: CaseRow): void {
    const attempts = observations.map((observation) => compare(one.decisions[0], observation, this.#suite.compared));
    this.#count.add({ id: one.id, cluster: one.cluster, attempts });
    this.#book.add(one, attempts, observations);
    this.#seen++;
  }

  finish(end: LedgerEnd, dir: string): Judged {
    // A run that was cut off has gaps; what lies behind them still counts, in order.
    for (const seq of [...this.#early.keys()].sort((a, b) => a - b)) this.#judgeCase(this.#early.get(seq) as CaseRow);
    const run = this.#run;
    if (run === undefined) {
      throw new EarnestError("RUN_EMPTY", `the run in ${dir} was cut off before its first case`, { next: "Run it again" });
    }
    if (this.#end !== undefined && this.#end.observed !== this.#seen) {
      throw corrupt(`its end counts ${this.#end.observed} cases, and ${this.#seen} are on record`);
    }
    const missing = run.asked.cases - this.#seen;
    const { types, ...evidence } = this.#count.evidence(Object.keys(this.#suite.actions));
    const body = {
      schema: JUDGEMENT_SCHEMA,
      run: {
        ...run,
        endedAt: this.#end?.at ?? null,
        ledgerHead: end.head,
        tornBytes: end.torn?.bytes ?? 0,
        rulesChanged: run.suite.digest !== this.#suite.digest,
        unaskedProposals: this.#end?.unasked ?? 0,
        notes: this.#notes,
      },
      suite: { name: this.#suite.name, about: this.#suite.about ?? "", digest: this.#suite.digest, rules: this.#suite.rules },
      ladder: this.#suite.ladder,
      method: {
        name: gateInterval.name,
        version: gateInterval.version,
        confidence: gateInterval.confidence,
        says: gateInterval.says,
      },
      flow: {
        read: run.dataset.cases + run.dataset.excluded,
        excluded: run.dataset.excluded,
        cases: run.dataset.cases,
        filtered: run.dataset.cases - run.asked.selected,
        beyondLimit: run.asked.selected - run.asked.cases,
        asked: run.asked.cases,
        observed: this.#seen,
        missing,
      },
      exclusions: this.#exclusions.summary(),
      evidence,
      types: judgeTypes(this.#suite, types, missing),
    } satisfies Omit<Judgement, "headline" | "caveats">;
    return { judgement: { ...body, headline: headline(body.types), caveats: caveats(body) }, book: this.#book.book() };
  }
}

/** Rows of the suite in the suite's order, then types that only turned up in the cases, by name. */
function judgeTypes(suite: ReadySuite, evidence: ReadonlyMap<string, TypeEvidence>, missing: number): TypeJudgement[] {
  const declared = Object.keys(suite.actions);
  const others = [...evidence.keys()].filter((type) => !suite.gates.has(type)).sort();
  return [...declared, ...others].map((type) => {
    const seen = evidence.get(type) as TypeEvidence;
    const row = suite.actions[type];
    const gate = suite.gates.get(type);
    const noun = suite.noun(type);
    return {
      type,
      title: suite.title(type),
      noun,
      declared: row !== undefined,
      reversibility: row?.reversibility ?? "unknown",
      owners: row?.owners ?? {},
      decided: gate === undefined ? UNDECLARED : withMissing(decide(gate, seen, noun), missing),
      evidence: seen,
      interval: gateInterval.of(seen.proposed.matches, seen.proposed.n, seen.worth.agreement),
    };
  });
}

/** The range holds for a number of cases fixed beforehand: nothing is granted on where a run happened to be cut off. */
function withMissing(decided: Decided, missing: number): Decided {
  if (missing === 0 || decided.verdict !== "promote") return decided;
  return {
    ...decided,
    verdict: "insufficient",
    to: decided.at,
    why: `The run was cut off with ${many(missing, "case")} missing, and the range holds only for a number of cases fixed beforehand: it cannot say yes.`,
    change: "a run that comes to its end.",
  };
}

function corrupt(why: string): EarnestError {
  return new EarnestError("LEDGER_CORRUPT", `the ledger does not hold together: ${why}`, {
    next: "Restore it from a copy; a ledger that contradicts itself cannot be judged",
  });
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
};

class Exclusions {
  readonly #reasons = new Map<string, number>();
  readonly #listed: ExcludedRecord[] = [];

  add({ id, because, where, faults }: Excluded): void {
    this.#reasons.set(because, (this.#reasons.get(because) ?? 0) + 1);
    if (this.#listed.length < LISTED)
      this.#listed.push({ id: id ?? null, because, where: formatWhere(where), faults: faults ?? [] });
  }

  summary(): Judgement["exclusions"] {
    const reasons = [...this.#reasons].map(([because, n]) => ({ because, n }));
    return { reasons: reasons.sort((a, b) => b.n - a.n || (a.because < b.because ? -1 : 1)), listed: this.#listed };
  }
}
