import { readFileSync } from "node:fs";
import { afterAll, describe, expect, test } from "vitest";
import { adapters } from "./index.ts";

interface Tolerance {
  abs: number;
  rel: number;
}
interface Method {
  tolerance: Tolerance;
  fieldTolerance?: Record<string, [abs: number, rel: number]>;
  cases: { id: string; input: unknown; expected: unknown }[];
}

const file = process.env["EARNEST_VECTORS"] ?? new URL("../reference-vectors.json", import.meta.url);
const { methods } = JSON.parse(readFileSync(file, "utf8")) as { methods: Record<string, Method> };

/** Every value in `want` that `got` misses, by path; counts what was compared. */
function compare(got: unknown, want: unknown, within: (field: string) => Tolerance, count: () => void): string[] {
  const walk = (mine: unknown, theirs: unknown, path: string, field: string): string[] => {
    if (theirs !== null && typeof theirs === "object") {
      const entries = Object.entries(theirs);
      const inside = (mine ?? {}) as Record<string, unknown>;
      const length = Array.isArray(theirs) && (!Array.isArray(mine) || mine.length !== theirs.length);
      const below = entries.flatMap(([key, value]) =>
        walk(inside[key], value, `${path}.${key}`, Array.isArray(theirs) ? field : key),
      );
      return length ? [`${path}: not a list of ${theirs.length}`, ...below] : below;
    }
    count();
    return same(mine, theirs, within(field)) ? [] : [`${path}: got ${String(mine)}, want ${String(theirs)}`];
  };
  return walk(got, want, "", "");
}

function same(got: unknown, want: unknown, { abs, rel }: Tolerance): boolean {
  if (want === "Infinity" || want === "-Infinity") return got === Number(want);
  if (typeof want !== "number") return got === want;
  return typeof got === "number" && Math.abs(got - want) <= abs + rel * Math.abs(want);
}

const checked = new Map<string, number>();

describe("the reference vectors", () => {
  test.each(Object.entries(methods))("%s", (name, { tolerance, fieldTolerance = {}, cases }) => {
    const answer = adapters[name];
    if (!answer) throw new Error(`no function stands behind the method ${name}`);
    const within = (field: string) => {
      const own = fieldTolerance[field];
      return own ? { abs: own[0], rel: own[1] } : tolerance;
    };
    const count = () => checked.set(name, (checked.get(name) ?? 0) + 1);
    const faults = cases.flatMap(({ id, input, expected }) =>
      compare(answer(input as never), expected, within, count).map((fault) => `${id}${fault}`),
    );
    expect(faults).toEqual([]);
    // A method whose vectors are empty would be checked in name only.
    expect(checked.get(name)).toBeGreaterThan(0);
  });

  afterAll(() => {
    const rows = Object.entries(methods).map(([name, { cases }]) => ({
      method: name,
      vectors: cases.length,
      values: checked.get(name) ?? 0,
    }));
    const total = (key: "vectors" | "values") => rows.reduce((sum, row) => sum + row[key], 0);
    const line = (method: string, vectors: number | string, values: number | string) =>
      `${method.padEnd(24)}${String(vectors).padStart(9)}${String(values).padStart(9)}`;
    const table = [
      line("method", "vectors", "values"),
      ...rows.map((row) => line(row.method, row.vectors, row.values)),
      line(`${rows.length} methods`, total("vectors"), total("values")),
    ];
    process.stdout.write(`${table.join("\n")}\n`);
  });
});
