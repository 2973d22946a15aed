import { z } from "zod";

// Loose: a reader minds what it reads, and a later format may say more.
const object = z.looseObject;
const text = z.string();
const texts = z.array(text);
const n = z.number();
const whole = z.int().min(0);
const isolation = z.enum(["I0", "I1", "I2", "I3", "imported"]);

const wall = object({
  isolation,
  mechanism: text,
  command: texts,
  versions: z.record(text, text),
  canary: z.array(object({ route: text, blocked: z.boolean(), saw: text, ms: n })),
  open: texts,
  weaker: text.nullable(),
  residual: text,
  code: text.nullable(),
});

const weights = object({
  largest: n,
  smallest: n,
  mix: object({ slice: text, strata: z.array(object({ value: text, cases: n, share: n, weight: n })) }).nullable(),
});

const leaks = object({
  cases: n,
  fields: n,
  found: z.array(
    object({
      field: text,
      kind: text,
      of: text,
      rate: n,
      limit: n,
      n,
      clusters: n,
      beside: n.nullable(),
      known: text.nullable(),
    }),
  ),
});

const header = object({
  schema: text,
  id: text,
  startedAt: z.iso.datetime(),
  earnest: text,
  node: text,
  suite: object({ name: text, file: text, data: text.nullable(), digest: text, rules: object({}) }),
  dataset: object({
    name: text,
    source: text,
    digest: text,
    cases: whole,
    excluded: whole,
    card: object({
      about: text,
      labels: text.optional(),
      origin: text.optional(),
      licence: text.optional(),
      limits: texts.optional(),
    }).nullable(),
    weights: weights.nullish(),
    clusterCap: n.nullish(),
    orderDigest: text.optional(),
  }),
  redaction: object({ patterns: texts, counts: z.record(text, n), reversible: z.boolean(), none: text.nullable() }).optional(),
  leaks: leaks.nullish(),
  agent: object({ name: text, version: text, seam: z.enum(["tools", "imported"]), isolation }),
  wall: wall.nullish(),
  tools: text.optional(),
  models: texts.optional(),
  cassette: object({
    path: text,
    replay: z.enum(["strict", "record"]),
    head: text.nullable(),
    recordedBy: object({ agent: text, version: text, run: text }).nullable(),
  }).nullish(),
  prices: object({ currency: text, models: z.record(text, object({ input: n, output: n })) }).nullish(),
  files: z.array(object({ name: z.enum(["drills", "adjudications", "limits"]), digest: text, records: whole })).optional(),
  seed: n,
  attempts: whole.min(1),
  timeout: n,
  selection: object({
    filter: z.record(text, text),
    limit: n.nullable(),
    onBadRow: z.enum(["refuse", "exclude"]),
    ask: texts.nullish(),
  }),
  stopEarly: z.boolean().optional(),
  price: object({ perAttempt: n, currency: text }).nullish(),
  asked: object({ selected: whole, cases: whole.max(2 ** 32 - 1), largest: n.optional() }),
});

/** Where the header of a run is not what its readers rely on, such as "wall.command"; undefined for one that is. */
export function headerFault(given: unknown): string | undefined {
  const issue = header.safeParse(given).error?.issues[0];
  return issue === undefined ? undefined : issue.path.join(".") || "the whole of it";
}
