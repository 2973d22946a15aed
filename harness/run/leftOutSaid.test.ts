import { expect, test } from "vitest";
import type { Judgement } from "./judgement.ts";
import { leftOutSaid } from "./leftOutSaid.ts";

const judgement = (ask: string[] | null, types: readonly [type: string, ask: string | null, leftOut: string[] | null][]) =>
  ({
    ladder: { name: "evidence" },
    run: { selection: { ask } },
    types: types.map(([type, asks, leftOut]) => ({ type, title: type, decided: { ask: asks }, leftOut })),
  }) as unknown as Judgement;

test("a row that only stands on its rung is named as well, if its own criteria ask less", () => {
  expect(leftOutSaid(judgement(null, [["pay", null, ["To stay: at least 90% of decisions the same"]]]))).toEqual([
    "“pay” is judged by the suite’s own criteria. The ladder “evidence” demands besides: to stay: at least 90% of decisions the same.",
  ]);
});

test("what a run was told not to ask about is not", () => {
  expect(
    leftOutSaid(
      judgement(
        ["tag"],
        [
          ["pay", null, ["To stay: at least 90%"]],
          ["tag", "L4", null],
        ],
      ),
    ),
  ).toEqual([]);
});
