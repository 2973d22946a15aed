import type { Step } from "../agent.ts";
import { EarnestError } from "../errors.ts";
import type { RunHeader } from "../ledger/record.ts";
import { PERSONAL, type RedactionFacts } from "../redact/redaction.ts";
import { makeRedactor, type Redactor } from "../redact/redactor.ts";
import type { Observation } from "../replay.ts";
import { shorten, visibleLine } from "../words.ts";
import type { CaseDetail, CaseEntry } from "./caseBook.ts";
import { changedAt } from "./changedAt.ts";
import { redactedObservation } from "./redactedObservation.ts";

/** What `quote` and `shorten` cut short: half a number may look like another one. */
const CUT = /"[^"]*…"?|[\d\s().+-]*[^\s"]*…/g;

/** Looks through what goes into files that leave the house. */
export interface Preflight extends Disposable {
  /** Throws PERSONAL_DATA, which names case and field, for what redaction should have taken out; counts what the suite lets through. */
  look(detail: CaseDetail, steps?: readonly (readonly Step[])[]): void;
  /** The same for what a list gives of a case whose content stays out. */
  lookAtName(entry: Pick<CaseEntry, "id" | "slices">): void;
  /** Where in data that is not a case's, such as titles and limits, something is found that looks personal. */
  places(data: unknown): readonly string[];
  /** Cases with something that the suite has not had redacted. */
  readonly unredacted: number;
}

/** Makes ready to look, by the redaction that the header of a run tells of. */
export async function makePreflight({ dataset, redaction }: Pick<RunHeader, "dataset" | "redaction">): Promise<Preflight> {
  const { patterns = [], except = [], country } = redaction ?? {};
  const usual = { except, ...(country == null ? {} : { country }) };
  const redactor = await makeRedactor(dataset.name, { ...usual, patterns: PERSONAL });
  const strict = PERSONAL.filter((kind) => patterns.includes(kind));
  const naming = strict.length === 0 ? redactor : await makeRedactor(dataset.name, { ...usual, patterns: strict });
  const sum = (kinds: readonly string[], counts: RedactionFacts["counts"]) =>
    kinds.reduce((total, kind) => total + (counts[kind] ?? 0), 0);
  const foundIn = (seek: () => unknown) => {
    const before = redactor.facts().counts;
    seek();
    const after = redactor.facts().counts;
    const due = sum(strict, after) - sum(strict, before);
    return { due, others: sum(PERSONAL, after) - sum(PERSONAL, before) - due };
  };
  let unredacted = 0;
  const look = (detail: CaseDetail, steps: readonly (readonly Step[])[] = []) => {
    const { due, others } = foundIn(() => seek(redactor, detail, steps));
    const field = due === 0 ? undefined : fieldIn(detail, steps, naming);
    if (field !== undefined) throw refused(redactor, detail.id, field);
    // What comparing says is in the suite's own words, which no redaction of its cases takes anything out of.
    const said = foundIn(() => redactor.value(detail.attempts.map(({ cells }) => cells)));
    if (others + said.due + said.others > 0) unredacted++;
  };
  return {
    look,
    lookAtName: ({ id, slices }) => look({ id, slices, attempts: [] } as unknown as CaseDetail),
    places: (data) => [...changedAt(data, redactor.value(data))].map((at) => named(redactor, at)),
    get unredacted() {
      return unredacted;
    },
    [Symbol.dispose]: () => {
      redactor[Symbol.dispose]();
      naming[Symbol.dispose]();
    },
  };
}

/** In the same way as the record was redacted, so that what is excepted there is excepted here. */
function seek(redactor: Redactor, { attempts, ...one }: CaseDetail, steps: readonly (readonly Step[])[]): void {
  redactor.value(one);
  for (const observation of observationsOf(attempts, steps)) redactedObservation(observation, redactor);
}

function observationsOf(attempts: CaseDetail["attempts"], steps: readonly (readonly Step[])[]): Observation[] {
  return attempts.map(({ observation }, i) => ({ ...observation, trace: { steps: steps[i] ?? observation.trace.steps } }));
}

/** The first field in which something is found, also when what was cut short is left out; undefined where that was all. */
function fieldIn(
  { attempts, ...one }: CaseDetail,
  steps: readonly (readonly Step[])[],
  redactor: Redactor,
): readonly string[] | undefined {
  const [own] = changedAt(uncut(one), redactor.value(uncut(one)));
  if (own !== undefined) return own;
  const observations = uncut(observationsOf(attempts, steps));
  return changedAt(
    observations,
    observations.map((observation) => redactedObservation(observation, redactor)),
    ["attempts"],
  ).next().value;
}

function uncut<T>(data: T): T {
  const text = JSON.stringify(data, (_, value) => (typeof value === "string" ? value.replaceAll(CUT, "…") : value));
  return JSON.parse(text) as T;
}

/** Names of members, and the id, may be what was found. */
function refused(redactor: Redactor, id: string, field: readonly string[]): EarnestError {
  const again = "Observe it again with a redaction that knows it";
  // Every list of cases gives these, of which there is none to leave out.
  const listed = field[0] === "id" || field[0] === "slices";
  return new EarnestError(
    "PERSONAL_DATA",
    `case ${named(redactor, [id])} still holds in ${named(redactor, field)} what the redaction of its dataset should have taken out, so no ${listed ? "file that lists cases" : "page with cases"} is written`,
    { next: listed ? again : `${again}, or leave cases out of the page: --cases none` },
  );
}

function named(redactor: Redactor, path: readonly string[]): string {
  return path.map((name) => shorten(visibleLine(redactor.text(name)), 100)).join(".");
}
