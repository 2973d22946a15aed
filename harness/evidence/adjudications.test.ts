import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { adjudicationSchema, readAdjudications } from "./adjudications.ts";

const folder = mkdtempSync(join(tmpdir(), "earnest-adjudications-"));
afterAll(() => rmSync(folder, { recursive: true }));
const file = join(folder, "adjudications.jsonl");

const record = (more: object = {}) => ({
  case: "c",
  type: "act",
  ruling: "both",
  same: true,
  by: "R-01",
  at: "2026-03-01T12:00:00Z",
  ...more,
});

function read(records: readonly (object | string)[], agent?: string) {
  writeFileSync(file, records.map((one) => `${typeof one === "string" ? one : JSON.stringify(one)}\n`).join(""));
  return readAdjudications(file, agent);
}
const one = (...records: object[]) => read(records).of("c", "act");

describe("adjudications", () => {
  test("are found by case and action type", () => {
    const found = read([
      record({ audit: true }),
      record({ case: "d", same: false, ruling: "person" }),
      record({ type: "other" }),
    ]);
    expect(found.of("c", "act")).toEqual({ same: true, ruling: "both", drawn: true, cause: null, reviewers: 1, conflict: false });
    expect(found.of("d", "act")).toMatchObject({ same: false, ruling: "person", drawn: false });
    expect([found.of("e", "act"), found.of("d", "other"), found.count("act"), found.count("none")]).toEqual([
      undefined,
      undefined,
      2,
      0,
    ]);
    expect(found).toMatchObject({ records: 3, replaced: 0, conflicts: 0 });
  });

  test("of one reviewer: the last record counts, and how many it took the place of is told", () => {
    const found = read([
      record(),
      record({ same: false, ruling: "person" }),
      record({ same: false, ruling: "agent", at: "2026-01-01" }),
    ]);
    expect(found.of("c", "act")).toMatchObject({ same: false, ruling: "agent", reviewers: 1, conflict: false });
    expect(found).toMatchObject({ records: 3, replaced: 2 });
  });

  test("were drawn or picked before the first look: no later record changes it", () => {
    expect(one(record({ audit: true }), record({ same: false }))).toMatchObject({ drawn: true, cause: null, same: false });
    expect(one(record(), record({ audit: true }))).toMatchObject({ drawn: false });
    expect(one(record({ audit: true }), record({ by: "R-02" }))).toMatchObject({ drawn: true });
  });

  test("of two reviewers who differ stay open, until a third settles it", () => {
    const [first, second] = [record(), record({ by: "R-02", same: false, ruling: "neither" })];
    expect(read([first, second]).conflicts).toBe(1);
    expect(one(first, second)).toEqual({ same: null, ruling: null, drawn: false, cause: null, reviewers: 2, conflict: true });
    expect(one(first, second, record({ by: "R-03", same: false, ruling: "agent" }))).toMatchObject({
      same: false,
      ruling: null,
      conflict: true,
    });
    expect(one(first, record({ by: "R-02", ruling: "agent" }))).toMatchObject({ same: true, ruling: null, conflict: true });
    // Whoever changes their mind leaves the conflict.
    expect(one(first, second, record({ by: "R-02" }))).toMatchObject({ same: true, ruling: "both", conflict: false });
  });

  test("without an answer to whether the two mean the same have none", () => {
    expect(one(record({ same: undefined, ruling: "cannot-tell" }))).toMatchObject({
      same: null,
      ruling: "cannot-tell",
      conflict: false,
    });
  });

  test("on another version of the agent are left aside, and counted", () => {
    const records = [record({ agent: "1" }), record({ case: "d", agent: "2" }), record({ case: "e" })];
    const found = read(records, "2");
    expect([found.of("c", "act"), found.count("act"), found.otherAgents]).toEqual([undefined, 2, 1]);
  });

  test.each([
    ["an unknown ruling", record({ ruling: "left" }), "ruling: "],
    ["no reviewer", record({ by: "" }), "by: "],
    ["a moment that is none", record({ at: "yesterday" }), "at: "],
    ["a field nobody knows", record({ sevrity: 2 }), "sevrity"],
    ["one key twice", JSON.stringify(record()).replace('"same":true', '"same":false,"same":true'), "each key once"],
    ["a torn line", JSON.stringify(record()).slice(0, 40), "syntax error"],
  ])("with %s are refused by file and line", (_what, line, said) => {
    const work = () => read([record(), line]);
    expect(work).toThrow(expect.objectContaining({ code: "ADJUDICATIONS_INVALID", where: { file, line: 2 } }));
    expect(work).toThrow(expect.objectContaining({ details: [expect.stringContaining(said)] }));
  });

  test("in an empty file are none; a file that is not there is refused", () => {
    expect(read([])).toMatchObject({ records: 0, conflicts: 0 });
    expect(() => readAdjudications(join(folder, "none.jsonl"))).toThrow(expect.objectContaining({ code: "DATA_MISSING" }));
  });

  test("may name a case or type by any text", () => {
    const found = read([record({ case: "__proto__", type: "constructor" })]);
    expect(found.of("__proto__", "constructor")).toBeDefined();
    expect(found.of("toString", "constructor")).toBeUndefined();
  });
});

test("the published JSON Schema of an adjudication is the one in use", () => {
  const path = new URL("../../datasets/adjudication.schema.json", import.meta.url);
  const text = `${JSON.stringify(z.toJSONSchema(adjudicationSchema, { io: "input" }), null, 2)}\n`;
  if (process.env.EARNEST_UPDATE === "1") writeFileSync(path, text);
  expect(
    readFileSync(path, "utf8"),
    "refresh it with EARNEST_UPDATE=1 npx vitest run harness/evidence/adjudications.test.ts",
  ).toBe(text);
});
