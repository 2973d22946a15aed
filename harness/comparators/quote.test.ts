import { describe, expect, test } from "vitest";
import { against, clip, listed, quote } from "./quote.ts";

describe("quote", () => {
  test("JSON style, in one line, at most 60 characters", () => {
    expect(quote({ a: [1, "x", null], b: { c: true } })).toBe('{"a": [1, "x", null], "b": {"c": true}}');
    expect(quote("line\nbreak")).toBe('"line\\nbreak"');
    expect(quote(undefined)).toBe("absent");
    for (const long of ["x".repeat(100), Array.from({ length: 100 }, () => 1), { ["k".repeat(100)]: 1 }, "\u0000".repeat(59)]) {
      expect(quote(long).length).toBeLessThanOrEqual(60);
      expect(quote(long)).toContain("…");
    }
    expect(quote(`${"x".repeat(100)}`)).toMatch(/^"x{57}…"$/);
  });

  test("reads no more than it shows", () => {
    let read = 0;
    const list = new Proxy(new Array(100_000).fill("word"), {
      get: (target, key) => {
        read++;
        return Reflect.get(target, key);
      },
    });
    quote(list);
    expect(read).toBeLessThan(200);
  });
});

test("clip: never cuts a character in two", () => {
  for (let lead = 490; lead < 505; lead++) {
    const text = clip(`${"a".repeat(lead)}${"😀".repeat(10)}`);
    expect(text.isWellFormed()).toBe(true);
    expect(text.length).toBeLessThanOrEqual(500);
  }
});

test("against: texts that part late, or where one ends, show their end", () => {
  const start = "a".repeat(100);
  expect(against(start, `${start}b`)).toBe('…"aaaaaaaaaaaaaaa" against …"aaaaaaaaaaaaaaab"');
  expect(against("short", start)).toBe(`"short" against "${"a".repeat(57)}…"`);
});

test("listed: counts what does not fit", () => {
  expect(listed(["a", "b"])).toBe("a; b");
  const parts = Array.from({ length: 1000 }, (_, i) => `part ${i}`);
  expect(listed(parts).length).toBeLessThanOrEqual(500);
  const shown = listed(parts).split("; ").length - 1;
  expect(listed(parts)).toMatch(new RegExp(`; and ${1000 - shown} more$`));
});
