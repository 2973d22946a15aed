import { z } from "zod";
import { shorten, visibleLine } from "../words.ts";

const text = z.string().max(1000);
const ledger = z.object({ id: text, head: text.nullable().default(null) });
const common = {
  earnest: text.nullable().default(null),
  runs: z.array(ledger).max(10_000),
  files: z
    .array(z.object({ name: text, digest: text }))
    .max(100)
    .optional(),
  drillLedgers: z
    .array(z.object({ id: text, head: text }))
    .max(10_000)
    .optional(),
  drillsLeftOut: z
    .array(z.object({ id: text }))
    .max(10_000)
    .default([]),
};
const reviews = z
  .array(z.object({ run: text, head: text }))
  .max(10_000)
  .default([]);
const answer = z.object({ type: z.string(), verdict: text, at: text, to: text });

const PAGE = z.object({
  schema: z.literal("earnest/page/1"),
  ...common,
  rules: text,
  answer: z.string(),
  answers: z.array(answer).max(10_000),
  reviews,
  options: z.record(z.string(), z.unknown()),
});

/** A report in JSON holds the same, in its own way. */
const JUDGEMENT = z
  .object({
    schema: z.templateLiteral(["earnest/judgement/", z.number()]),
    ...common,
    headline: z.string(),
    suite: z.object({ digest: text }),
    reviewed: z.object({ logs: reviews }).nullable().default(null),
    types: z.array(z.object({ type: z.string(), decided: answer.omit({ type: true }) })).max(10_000),
  })
  .transform(({ suite, headline, types, reviewed, ...rest }) => ({
    ...rest,
    rules: suite.digest,
    answer: headline,
    answers: types.map(({ type, decided }) => ({ type, ...decided })),
    reviews: reviewed?.logs ?? [],
    options: null,
  }));

/** What a report says it was drawn from. It is no proof of anything: whoever edits a page can edit this. */
export type DrawnRecord = Omit<z.infer<typeof PAGE>, "options" | "schema"> & {
  readonly schema: string;
  /** What a page was drawn with; null for a report in JSON. */
  readonly options: Readonly<Record<string, unknown>> | null;
};

/** What a report recommends, in a line as a decision about it holds it. */
export function answerDecided({ answer }: DrawnRecord): string {
  return shorten(visibleLine(answer), 2000);
}

const BEGIN = '<script type="application/json" id="drawn">';

/** The record in a page, or in a report as JSON; undefined where there is none that can be read, or more than one. */
export function pageRecord(report: string): DrawnRecord | undefined {
  const at = report.indexOf(BEGIN);
  const json = report.trimStart().startsWith("{") ? report : report.slice(at + BEGIN.length, report.indexOf("</script>", at));
  if (json !== report && (at < 0 || report.includes(BEGIN, at + 1))) return undefined;
  let given: unknown;
  try {
    given = JSON.parse(json);
  } catch {
    // Then it says nothing.
    return undefined;
  }
  const read = z.union([PAGE, JUDGEMENT]).safeParse(given);
  return read.success ? read.data : undefined;
}

/** A page but for its record. */
export function withoutRecord(page: string): string {
  const at = page.indexOf(BEGIN);
  return at < 0 ? page : page.slice(0, at) + page.slice(page.indexOf("</script>", at));
}
