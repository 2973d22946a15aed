import { sameJson } from "../canonical.ts";
import { type Case, type CaseFault, type Decision, parseCase } from "../case.ts";
import { EarnestError, formatWhere, messageOf, type Where } from "../errors.ts";
import { refuseLoss } from "../onRecord.ts";
import { makeRedactor, type Redactor } from "../redact/redactor.ts";
import { TOKEN } from "../redact/tokenMaker.ts";
import type { Fault, SourceRow } from "../sources/source.ts";
import { CaseShelf } from "./caseShelf.ts";
import { uint32 } from "./column.ts";
import type { Dataset, OnBadRow } from "./defineDataset.ts";
import { IdSet } from "./idSet.ts";
import { orderDigest } from "./orderDigest.ts";
import { type ClusterCount, sampleOrder, shuffleKey } from "./sampleOrder.ts";
import { WeightCount, type Weights, weightOf } from "./weights.ts";
import { withoutData } from "./withoutData.ts";

/** A record that stays out, with its reason; `faults` says what was wrong when it could not be read. */
export interface Excluded {
  readonly id?: string | undefined;
  readonly because: string;
  readonly where: Where;
  readonly faults?: readonly string[] | undefined;
}

/** The reason printed for rows that could not be read. */
export const BAD_ROW = "the row could not be read";

export interface LoadOptions {
  /** A file that does not exist yet: the cases are kept there while the run lasts. */
  readonly shelf: string;
  readonly seed: number;
  readonly onBadRow?: OnBadRow | undefined;
  /** Says what is wrong with a decision that was read, for example params the action type does not know. */
  readonly checkDecision?: ((decision: Decision) => readonly CaseFault[]) | undefined;
  /** Cases it refuses are read and counted, but not asked about. */
  readonly select?: ((one: Case) => boolean) | undefined;
  readonly onExcluded?: ((excluded: Excluded) => void) | undefined;
  /** Where a reversible redaction keeps what its tokens stand for; without it, nowhere. */
  readonly redacted?: string | undefined;
}

/** Cases ready to be replayed: `order` holds the rows of `shelf` in sampling order. Dispose of it when done. */
export interface LoadedCases extends Disposable {
  readonly shelf: CaseShelf;
  readonly order: Uint32Array;
  /** sha-256 over all cases of the dataset in dataset order, one normalised JSON object per line. */
  readonly digest: string;
  /** Cases in the dataset, selected or not. */
  readonly count: number;
  readonly excluded: number;
  /** The clusters among the first so many cases of the order, and what the largest of them weighs. */
  clustersIn(cases: number): ClusterCount;
  /** sha-256 over the digests of the first so many cases of the order. */
  orderDigest(cases: number): string;
  /** Of the selected cases; null when all weigh the same. */
  readonly weights: Weights | null;
  /** What has redacted the cases, for whatever else must speak of the same values. */
  readonly redactor: Redactor;
}

const LISTED = 20;

/**
 * Reads a dataset once, redacts and checks every record, and shuffles it by cluster.
 * Throws CASES_INVALID with the first 20 faults unless bad rows are excluded, CASES_EMPTY when nothing is left,
 * and what `makeRedactor` throws.
 */
export async function loadCases(dataset: Dataset, options: LoadOptions): Promise<LoadedCases> {
  const redactor = await makeRedactor(dataset.name, dataset.redact, options.redacted);
  const shelf = new CaseShelf(options.shelf);
  try {
    const reader = new Reader(dataset, shelf, redactor, options);
    for await (const batch of dataset.cases.read()) for (const row of batch) reader.take(row);
    return reader.finish();
  } catch (error) {
    shelf[Symbol.dispose]();
    redactor.discard();
    throw withoutData(error, redactor);
  }
}

class Reader {
  readonly #dataset: Dataset;
  readonly #shelf: CaseShelf;
  readonly #redactor: Redactor;
  readonly #options: LoadOptions;
  readonly #keep: boolean;
  readonly #ids = new IdSet();
  readonly #selected = uint32();
  readonly #high = uint32();
  readonly #low = uint32();
  readonly #lines = uint32();
  readonly #faults: string[] = [];
  readonly #weights: WeightCount;
  #bad = 0;
  #excluded = 0;

  constructor(dataset: Dataset, shelf: CaseShelf, redactor: Redactor, options: LoadOptions) {
    this.#dataset = dataset;
    this.#shelf = shelf;
    this.#redactor = redactor;
    this.#options = options;
    this.#weights = new WeightCount(dataset.mix);
    this.#keep = (options.onBadRow ?? dataset.onBadRow ?? "refuse") === "exclude";
  }

  take(row: SourceRow): void {
    if (row.kind === "excluded") {
      const redacted = (text: string) => this.#redactor.text(text);
      this.#exclude({ id: redacted(row.id), because: redacted(row.because), where: row.where });
    } else if (row.kind === "unreadable") {
      this.#refuse(row.faults.map(({ where, message }) => ({ where, message: this.#redactor.message(message) })));
    } else {
      this.#check(row.raw, row.where);
    }
  }

  finish(): LoadedCases {
    const { name } = this.#dataset;
    if (!this.#keep && this.#bad > 0) {
      const more = this.#bad > LISTED ? `; the first ${LISTED} are listed` : "";
      throw new EarnestError(
        "CASES_INVALID",
        `${name}: ${this.#bad} ${this.#bad === 1 ? "row" : "rows"} could not be read${more}`,
        {
          details: this.#faults,
          next: `Mend the rows, or leave them out, counted and listed, with --on-bad-row exclude${this.#faults.some((fault) => TOKEN.test(fault)) ? "; a token such as [iban:3f2a9c41d07e] stands for what was redacted before the row was checked" : ""}`,
        },
      );
    }
    if (this.#shelf.count === 0) {
      throw new EarnestError("CASES_EMPTY", `${name}: there is no case in it (${this.#excluded} left out)`, {
        details: this.#faults,
        next: "Check that the file is the one you meant and that its rows are not all excluded",
      });
    }
    const digest = this.#shelf.seal();
    this.#redactor.flush();
    const sampled = sampleOrder(this.#high.values(), this.#low.values(), this.#selected.values());
    const { order } = sampled;
    const weights = order.length === 0 ? null : this.#weights.weights(name);
    const weigh = weights === null ? () => 1 : weightOf(weights);
    const [shelf, redactor] = [this.#shelf, this.#redactor];
    return {
      shelf,
      order,
      digest,
      count: shelf.count,
      excluded: this.#excluded,
      clustersIn: (cases) =>
        sampled.clustersIn(cases, weights === null ? undefined : (row) => weigh(JSON.parse(shelf.take(row)))),
      orderDigest: (cases) =>
        orderDigest(
          order
            .subarray(0, cases)
            .values()
            .map((row) => shelf.take(row)),
        ),
      weights,
      redactor,
      [Symbol.dispose]: () => {
        shelf[Symbol.dispose]();
        redactor[Symbol.dispose]();
      },
    };
  }

  #check(given: unknown, where: Where): void {
    try {
      refuseLoss(given);
    } catch (error) {
      return this.#refuse([{ where, message: `expected plain JSON, but ${this.#redactor.text(messageOf(error))}` }]);
    }
    const parsed = parseCase(this.#redactor.value(given));
    if ("faults" in parsed) return this.#refuse(this.#located(parsed.faults, where));
    const one = parsed.case;
    const wrong = this.#wrongDecisions(one);
    if (wrong.length > 0) return this.#refuse(this.#located(wrong, where), one.id);
    const text = JSON.stringify(one);
    const row = this.#shelf.count;
    const twin = this.#ids.add(one.id, row, (earlier) => idOf(this.#shelf.take(earlier)) === one.id);
    if (twin !== undefined) {
      const same = sameJson(JSON.parse(this.#shelf.take(twin)), JSON.parse(text)) ? "the same case" : "another case";
      const message = `expected an id of its own, got "${one.id}", which record ${twin + 1}${this.#at(twin)} has already (${same})`;
      return this.#refuse([{ where: { ...where, column: this.#column(["id"]) ?? where.column }, message }], one.id);
    }
    this.#shelf.put(text);
    this.#lines.push(where.line ?? 0);
    const [high, low] = shuffleKey(this.#options.seed, one.cluster);
    this.#high.push(high);
    this.#low.push(low);
    if (!(this.#options.select?.(one) ?? true)) return;
    this.#selected.push(row);
    this.#weights.add(one);
  }

  /** The line of an earlier record, where the source knows lines. */
  #at(row: number): string {
    const line = this.#lines.at(row);
    return line === 0 ? "" : `, at line ${line},`;
  }

  #wrongDecisions(one: Case): CaseFault[] {
    const check = this.#options.checkDecision;
    if (check === undefined) return [];
    return one.decisions.flatMap((decision, i) =>
      check(decision).map((fault) => ({ ...fault, path: ["decisions", i, ...fault.path] })),
    );
  }

  #located(faults: readonly CaseFault[], where: Where): Fault[] {
    return faults.map((fault) => {
      const column = this.#column(fault.path);
      return { where: column === undefined ? where : { ...where, column }, message: fault.message };
    });
  }

  #column(path: readonly PropertyKey[]): string | undefined {
    return this.#dataset.cases.columnOf?.(path) ?? (path.length === 0 ? undefined : path.map(String).join("."));
  }

  #refuse(faults: readonly Fault[], id?: string): void {
    this.#bad++;
    const lines = faults.map((fault) => `${formatWhere(fault.where)}: ${fault.message}`);
    if (this.#keep) {
      this.#exclude({ id, because: BAD_ROW, where: faults[0]?.where ?? { file: this.#dataset.cases.name }, faults: lines });
    }
    if (this.#bad <= LISTED) this.#faults.push(...lines);
  }

  #exclude(excluded: Excluded): void {
    this.#excluded++;
    this.#options.onExcluded?.(excluded);
  }
}

function idOf(text: string): string {
  return (JSON.parse(text) as Case).id;
}
