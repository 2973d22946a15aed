import type { Step } from "../agent.ts";
import { EarnestError } from "../errors.ts";
import type { RunHeader } from "../ledger/record.ts";
import { PERSONAL, type RedactionFacts } from "../redact/redaction.ts";
import { makeRedactor, type Redactor } from "../redact/redactor.ts";
import { shorten, visibleLine } from "../words.ts";
import type { CaseDetail } from "./caseBook.ts";
import { redactedObservation } from "./redactedObservation.ts";

/** What `quote` and `shorten` cut short: half a number may look like another one. */
const CUT = /"[^"]*…"?|[\d\s().+-]*[^\s"]*…/g;

/** Looks through cases before they go into a page. */
export interface Preflight extends Disposable {
  /** Throws PERSONAL_DATA, which names case and field, for what redaction should have taken out; counts what the suite lets through. */
  look(detail: CaseDetail, steps?: readonly (readonly Step[])[]): void;
  /** Cases with something that the suite has not had redacted. */
  readonly unredacted: number;
}

/** Makes ready to look through the cases of a run, by the redaction that its header tells of. */
export async function makePreflight({ dataset, redaction }: Pick<RunHeader, "dataset" | "redaction">): Promise<Preflight> {
  const { patterns = [], except = [], country } = redaction ?? {};
  const redactor = await makeRedactor(dataset.name, { patterns: PERSONAL, except, ...(country == null ? {} : { country }) });
  const strict = PERSONAL.filter((kind) => patterns.includes(kind));
  const sum = (kinds: readonly string[], counts: RedactionFacts["counts"]) =>
    kinds.reduce((total, kind) => total + (counts[kind] ?? 0), 0);
  const taken = () => sum(strict, redactor.facts().counts);
  let seen = 0;
  let strictSeen = 0;
  let unredacted = 0;
  return {
    look(detail, steps = []) {
      const before = seen;
      const strictBefore = strictSeen;
      seek(redactor, detail, steps);
      const { counts } = redactor.facts();
      seen = sum(PERSONAL, counts);
      strictSeen = sum(strict, counts);
      if (seen === before) return;
      if (strictSeen > strictBefore) {
        const field = fieldWith(redactor, taken, detail, steps);
        if (field !== undefined) throw refused(redactor, detail.id, field);
      }
      if (seen - strictSeen > before - strictBefore) unredacted++;
      const now = redactor.facts().counts;
      [seen, strictSeen] = [sum(PERSONAL, now), sum(strict, now)];
    },
    get unredacted() {
      return unredacted;
    },
    [Symbol.dispose]: () => redactor[Symbol.dispose](),
  };
}

/** In the same way as the record was redacted, so that what is excepted there is excepted here. */
function seek(redactor: Redactor, { attempts, ...one }: CaseDetail, steps: readonly (readonly Step[])[]): void {
  redactor.value(one);
  for (const [i, { cells, observation }] of attempts.entries()) {
    redactor.value(cells);
    redactedObservation({ ...observation, trace: { steps: steps[i] ?? observation.trace.steps } }, redactor);
  }
}

/** The first field in which something is found, also when what was cut short is left out; undefined where that was all. */
function fieldWith(
  redactor: Redactor,
  found: () => number,
  detail: CaseDetail,
  steps: readonly (readonly Step[])[],
): readonly string[] | undefined {
  const holds = (part: Partial<CaseDetail>) => {
    const before = found();
    seek(redactor, { attempts: [], ...part } as CaseDetail, []);
    return found() > before;
  };
  const whole = detail.attempts.map((attempt, i) => {
    const { observation } = attempt;
    return { ...attempt, observation: { ...observation, trace: { steps: steps[i] ?? observation.trace.steps } } };
  });
  const uncut = JSON.parse(
    JSON.stringify({ ...detail, attempts: whole }, (_, value) =>
      typeof value === "string" ? value.replaceAll(CUT, "…") : value,
    ),
  ) as CaseDetail;
  const narrowed = (value: unknown, at: readonly string[], put: (value: unknown) => Partial<CaseDetail>): readonly string[] => {
    if (typeof value !== "object" || value === null) return at;
    for (const [key, member] of Object.entries(value)) {
      const only = (inner: unknown) => put(Array.isArray(value) ? [inner] : { [key]: inner });
      if (holds(only(member))) return narrowed(member, [...at, key], only);
    }
    return at;
  };
  for (const [key, value] of Object.entries(uncut)) {
    if (key === "attempts") continue;
    const put = (inner: unknown) => ({ [key]: inner }) as Partial<CaseDetail>;
    if (holds(put(value))) return narrowed(value, [key], put);
  }
  const n = uncut.attempts.findIndex((attempt) => holds({ attempts: [attempt] }));
  return n < 0 ? undefined : ["attempts", String(n)];
}

/** Names of members, and the id, may be what was found. */
function refused(redactor: Redactor, id: string, field: readonly string[]): EarnestError {
  const named = (text: string) => shorten(visibleLine(redactor.text(text)), 100);
  return new EarnestError(
    "PERSONAL_DATA",
    `case ${named(id)} still holds in ${field.map(named).join(".")} what the redaction of its dataset should have taken out, so no page with cases is written`,
    {
      next: "Observe it again with a redaction that knows it, or leave cases out of the page: --cases none",
    },
  );
}
