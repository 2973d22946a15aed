import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { casesFile } from "./generate/generate.ts";

const text = readFileSync(join(import.meta.dirname, "cases.jsonl"), "utf8");
const cases = text
  .trim()
  .split("\n")
  .map(
    (line) =>
      JSON.parse(line) as {
        id: string;
        cluster: string;
        input: object;
        decisions: { actions: { type: string }[]; by: string }[];
      },
  );

describe("the invented letters", () => {
  test("are what the script makes, byte for byte", () => {
    expect(casesFile()).toBe(text);
  });

  test("are 500, some of one customer, 60 of them decided twice by two people", () => {
    expect(new Set(cases.map(({ id }) => id)).size).toBe(500);
    expect(new Set(cases.map(({ cluster }) => cluster)).size).toBe(452);
    const twice = cases.filter(({ decisions }) => decisions.length === 2);
    expect(twice).toHaveLength(60);
    expect(twice.filter(({ decisions: [a, b] }) => a?.by === b?.by)).toEqual([]);
    expect(new Set(cases.flatMap(({ decisions }) => decisions.map(({ by }) => by))).size).toBe(12);
  });

  test("ask for every kind of act", () => {
    const types = cases.map(({ decisions }) => decisions[0]?.actions[0]?.type ?? "none");
    for (const type of ["refund", "replace", "ask_customer", "escalate", "none"]) {
      expect(types.filter((found) => found === type).length).toBeGreaterThan(50);
    }
  });
});
