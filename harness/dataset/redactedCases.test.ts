import { existsSync, mkdtempDisposableSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { EarnestError } from "../errors.ts";
import { csv } from "../sources/csv.ts";
import { rows } from "../sources/rows.ts";
import type { Source, SourceRow } from "../sources/source.ts";
import type { Dataset } from "./defineDataset.ts";
import { type Excluded, type LoadOptions, loadCases } from "./loadCases.ts";

/** The identifier of a place: each its own, so that a survivor can be named. */
const at = (place: string) => `${place}@secret-desk.example.com`;
const SEEDED = /secret-desk/;

const everywhere = {
  id: at("id"),
  cluster: at("cluster"),
  input: { text: `from ${at("input")}`, [at("key")]: 1, list: [[at("list")]] },
  reads: [{ tool: "look", args: { who: at("args") }, answer: { found: [at("answer")] } }],
  decisions: [
    { actions: [{ type: "reply", params: { to: at("input") } }], by: at("by") },
    { actions: [], by: at("second") },
  ],
  outcome: { complained: at("outcome") },
  slices: { desk: at("slice") },
};

const source = (...raws: unknown[]) =>
  rows(
    "memory",
    raws.map((raw, i) => ({ raw, where: { file: "memory", line: i + 1 } })),
  );

async function load(cases: Source, more: Partial<LoadOptions> = {}, redact?: Dataset["redact"]) {
  using dir = mkdtempDisposableSync(join(tmpdir(), "earnest-"));
  const excluded: Excluded[] = [];
  const dataset = { name: "desk", cases, ...(redact === undefined ? {} : { redact }) };
  const options = { shelf: join(dir.path, "shelf"), seed: 1, onExcluded: (one: Excluded) => void excluded.push(one), ...more };
  using loaded = await loadCases(dataset, options);
  const texts = Array.from({ length: loaded.count }, (_, row) => loaded.shelf.take(row));
  return { texts, excluded, facts: loaded.redactor.facts() };
}

async function refusal(cases: Source, more: Partial<LoadOptions> = {}): Promise<EarnestError> {
  const error: unknown = await load(cases, more).catch((thrown: unknown) => thrown);
  if (error instanceof EarnestError) return error;
  throw new Error("expected an EarnestError");
}

test("no identifier of any place of a case reaches the shelf; what was one value is one token; the header counts them", async () => {
  const { texts, facts } = await load(source(everywhere));
  const [text = ""] = texts;
  expect(text).not.toMatch(SEEDED);
  expect(facts.counts).toMatchObject({ email: 12, phone: 0 });
  const one = JSON.parse(text) as typeof everywhere;
  expect(one.input.text).toBe(`from ${one.decisions[0]?.actions[0]?.params.to}`);
});

test("a dataset that says why is left as it is", async () => {
  const { texts, facts } = await load(source(everywhere), {}, { none: "made up" });
  expect(JSON.parse(texts[0] ?? "")).toMatchObject(everywhere);
  expect(facts).toMatchObject({ none: "made up", counts: {} });
});

test("no fault shows one: of a bad row, a twin, a refused decision, an unreadable cell, an exclusion", async () => {
  const checkDecision = () => [{ path: ["actions", 0, at("path")], message: "no" }];
  const twice = { ...everywhere, input: 2 };
  const bad = { ...everywhere, id: at("bad"), weight: at("weight"), [at("unknown")]: 1 };
  const odd = { ...everywhere, id: at("odd"), input: { [at("nan")]: Number.NaN } };
  const given: SourceRow[] = [
    { kind: "excluded", id: at("excluded"), because: `asked by ${at("because")}`, where: { file: "memory" } },
    { kind: "unreadable", faults: [{ where: { file: "memory" }, message: `expected a number, got "${at("cell")}"` }] },
    ...[everywhere, twice, bad, odd].map((raw): SourceRow => ({ kind: "row", raw, where: { file: "memory", line: 1 } })),
  ];
  const all = rows("memory", given);
  const { excluded, texts } = await load(all, { onBadRow: "exclude" });
  expect(excluded.length).toBe(5);
  expect(JSON.stringify([excluded, texts])).not.toMatch(SEEDED);
  const refused = await refusal(all);
  expect(refused.details.length).toBeGreaterThanOrEqual(4);
  expect(JSON.stringify([refused.message, refused.details, refused.next])).not.toMatch(SEEDED);
  expect(refused.next).toContain("stands for what was redacted");
  expect(JSON.stringify(await refusal(source(everywhere), { checkDecision }))).not.toMatch(/path@secret/);
});

test("a file without its header line does not show its first row as one", async () => {
  using dir = mkdtempDisposableSync(join(tmpdir(), "earnest-"));
  const path = join(dir.path, "cases.csv");
  writeFileSync(path, `7,${at("cell")},pay\n8,x,pay\n`);
  const refused = await refusal(csv(path, { id: "id", input: "text", decision: { type: "type" } }));
  expect(JSON.stringify([refused.message, refused.details, refused.next])).not.toMatch(SEEDED);
});

test("a dataset that is refused leaves no table of what was redacted", async () => {
  using dir = mkdtempDisposableSync(join(tmpdir(), "earnest-"));
  const redacted = join(dir.path, "redacted.jsonl");
  process.env["REDACTED_CASES_KEY"] = "a key of some length";
  const reversible = { reversibleWith: "REDACTED_CASES_KEY" };
  await load(source(everywhere), { redacted }, reversible);
  expect(existsSync(redacted)).toBe(true);
  const other = join(dir.path, "other.jsonl");
  await expect(load(source(everywhere, everywhere), { redacted: other }, reversible)).rejects.toThrow("could not be read");
  expect(existsSync(other)).toBe(false);
  delete process.env["REDACTED_CASES_KEY"];
});
