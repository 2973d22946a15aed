import { type Document, isMap, isScalar, isSeq, LineCounter, parseDocument, visit } from "yaml";
import { z } from "zod";
import { issueMessage } from "../case.ts";
import { REGISTER_SCHEMA, type Register } from "./register.ts";

/** A fault of a register, and its line from 1. */
export interface RegisterFault {
  readonly line: number;
  readonly message: string;
}

/** The line on which a member stands; that of the nearest one around it where it is missing. */
export type LineOf = (path: readonly PropertyKey[]) => number;

const moment = z.string().refine(isMoment, "a moment such as 2026-03-01T09:00:00.000Z");
const digest = z.string().regex(/^[0-9a-f]{32,64}$/, "a digest in hexadecimal");
const text = z.string().min(1);
const evidence = z
  .strictObject({
    run: text,
    ledger: digest,
    judgement: digest,
    cases: z.array(digest).optional(),
    with: z.array(text).optional(),
  })
  .nullable();
const envelope = digest.nullable();
const expires = moment.nullable();

const typeShape = z.strictObject({
  rung: text,
  envelope,
  owners: z.strictObject({ business: text.optional(), technical: text.optional() }),
  since: moment,
  by: text,
  evidence,
  expires,
  demotion: text,
});

const entryShape = z.strictObject({
  at: moment,
  type: text,
  kind: z.enum(["began", "promote", "demote"]),
  from: text.nullable(),
  to: text,
  by: text,
  because: text.optional(),
  loosened: z.array(text).optional(),
  evidence,
  envelope,
  expires,
  previous: digest,
  digest,
});

const registerShape = z.strictObject({
  schema: z.literal(REGISTER_SCHEMA),
  suite: text,
  ladder: z.strictObject({ name: text, rungs: z.array(text).min(1) }),
  actions: z.custom<object>((given) => typeof given === "object" && given !== null && !Array.isArray(given), "action types"),
  history: z.array(entryShape),
});

/** Reads the text of a register as far as its shape goes; whether it holds together is asked elsewhere. */
export function parseRegister(source: string): {
  readonly register: Register | undefined;
  readonly faults: readonly RegisterFault[];
  readonly lineOf: LineOf;
} {
  const lines = new LineCounter();
  const document = parseDocument(source, { lineCounter: lines, stringKeys: true, prettyErrors: false });
  const lineOf: LineOf = (path) => lines.linePos(placeOf(document, path)).line;
  const said = [...document.errors, ...document.warnings].map(({ pos, message }) => ({
    line: lines.linePos(pos[0]).line,
    message,
  }));
  // The parser says so of every level that it comes back from.
  const deep = said.find(({ message }) => message.includes("call stack"));
  const faults = deep === undefined ? said : [{ line: deep.line, message: "is nested far deeper than a register is" }];
  visit(document, {
    Alias: (_, { range }) =>
      void faults.push({
        line: lines.linePos(range?.[0] ?? 0).line,
        message: "says what another place says (an alias): write it out",
      }),
  });
  if (faults.length > 0) return { register: undefined, faults, lineOf };
  const raw: unknown = document.toJS();
  const whole = registerShape.safeParse(raw);
  if (!whole.success) return { register: undefined, faults: faultsOf(whole.error, raw, [], lineOf), lineOf };
  const rows = Object.entries(whole.data.actions).map(([type, row]) => ({ type, row, read: typeShape.safeParse(row) }));
  const bad = rows.flatMap(({ type, row, read }) => (read.success ? [] : faultsOf(read.error, row, ["actions", type], lineOf)));
  if (bad.length > 0) return { register: undefined, faults: bad, lineOf };
  const { suite, ladder, history } = whole.data;
  const actions = new Map(rows.flatMap(({ type, read }) => (read.success ? [[type, read.data] as const] : [])));
  return { register: { suite, ladder, actions, history }, faults: [], lineOf };
}

/** As it is written here: to the millisecond, in UTC. */
function isMoment(given: string): boolean {
  const parsed = Date.parse(given);
  return !Number.isNaN(parsed) && new Date(parsed).toISOString() === given;
}

function faultsOf({ issues }: z.ZodError, root: unknown, path: readonly PropertyKey[], lineOf: LineOf): RegisterFault[] {
  return issues.map((issue) => {
    const stranger = issue.code === "unrecognized_keys" ? issue.keys.slice(0, 1) : [];
    const there = [...path, ...issue.path];
    const name = there.length === 0 ? "" : `${there.map(String).join(".")}: `;
    return { line: lineOf([...there, ...stranger]), message: `${name}${issueMessage(issue, root)}` };
  });
}

/** Where in the text a member begins, counting from 0. */
function placeOf({ contents }: Document, path: readonly PropertyKey[]): number {
  let node: unknown = contents;
  let place = 0;
  for (const key of path) {
    if (isMap(node)) {
      const pair = node.items.find((one) => isScalar(one.key) && one.key.value === String(key));
      if (pair === undefined || !isScalar(pair.key)) break;
      place = pair.key.range?.[0] ?? place;
      node = pair.value;
    } else if (isSeq(node)) {
      node = node.items[Number(key)];
      place = rangeOf(node)?.[0] ?? place;
    } else break;
  }
  return place;
}

function rangeOf(node: unknown): readonly number[] | null | undefined {
  return isMap(node) || isSeq(node) || isScalar(node) ? node.range : undefined;
}
