import { expect, test } from "vitest";
import { latencyOf } from "./latencyOf.ts";

/** As many times as given, of 1, 2, 3, ... ms, the slowest first. */
const upTo = (n: number) => Array.from({ length: n }, (_, i) => n - i);

test("of a hundred times the 50th and the 95th, and the two that bound the 95th", () => {
  expect(latencyOf(upTo(100))).toEqual({ n: 100, p50: 50, p95: 95, p95Low: 91, p95High: 99, within: [] });
});

test("fewer than 59 times bound the 95th by nothing: 0.95 to the power of 59 is the first below 5%", () => {
  expect(latencyOf(upTo(58))).toMatchObject({ n: 58, p50: 29, p95: 56, p95High: null });
  expect(latencyOf(upTo(59)).p95High).toBe(59);
  // Two slower than it are allowed for from 93 on: the chance of at most one among 93 is below 5%.
  expect([latencyOf(upTo(92)).p95High, latencyOf(upTo(93)).p95High]).toEqual([92, 92]);
});

test("without a time nothing is known, and one is its own middle", () => {
  expect(latencyOf([])).toMatchObject({ n: 0, p50: null, p95: null, p95Low: null, p95High: null });
  expect(latencyOf([7])).toMatchObject({ n: 1, p50: 7, p95: 7, p95High: null });
});

test("so many were within each limit that is asked about, the limit itself among them", () => {
  expect(latencyOf([999, 1000, 1001, 2500], [1, 2.5]).within).toEqual([
    { seconds: 1, cases: 2 },
    { seconds: 2.5, cases: 4 },
  ]);
});
