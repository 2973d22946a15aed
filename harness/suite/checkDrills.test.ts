import { describe, expect, test } from "vitest";
import { z } from "zod";
import type { Drill } from "../drill/drill.ts";
import type { Handler } from "../drill/handler.ts";
import { drilledElsewhere } from "../drill/library/drilledElsewhere.ts";
import { irreversible } from "../drill/library/irreversible.ts";
import { announce } from "../drill/testing/jarHandlers.ts";
import { type ActionRow, defineAction } from "../suite.ts";
import { checkDrills } from "./checkDrills.ts";

const params = z.object({ order: z.string(), amount: z.number() });

/** Only its type and its promise matter here. */
function drillFor<P>(undoes: boolean): Drill<P> {
  return { name: undoes ? "revertBatch" : "irreversible", undoes, run: async () => undefined } as unknown as Drill<P>;
}
const undoing = drillFor<z.output<typeof params>>(true);
const elsewhere = drilledElsewhere({ by: "the operations team", where: "runbook 12" });
const forGood = irreversible(announce(null) as unknown as Handler<z.output<typeof params>>, { size: 3 });
const oneWay = { ...drillFor<z.output<typeof params>>(false), undoes: false } as const;

describe("what can be compensated is drilled", () => {
  test("and the compiler sees to it", () => {
    const rows = [
      defineAction({ params, reversibility: "compensable", drills: [undoing] }),
      defineAction({ params, reversibility: "compensable", drills: [elsewhere] }),
      defineAction({ params, reversibility: "reversible" }),
      defineAction({ params, reversibility: "reversible", drills: [undoing] }),
      defineAction({ params, reversibility: "irreversible", drills: [oneWay] }),
      defineAction({ params, reversibility: "irreversible", drills: [forGood] }),
      defineAction({ params }),
      // @ts-expect-error without a drill nothing shows that it can be
      defineAction({ params, reversibility: "compensable" }),
      // @ts-expect-error an empty list is no drill
      defineAction({ params, reversibility: "compensable", drills: [] }),
      // @ts-expect-error what cannot be undone has no drill that undoes it
      defineAction({ params, reversibility: "irreversible", drills: [undoing] }),
      // @ts-expect-error nor has what nobody has said anything about
      defineAction({ params, drills: [undoing] }),
      // @ts-expect-error a drill of other params is no drill of this
      defineAction({ params, reversibility: "compensable", drills: [drillFor<{ order: number }>(true)] }),
      // @ts-expect-error a plain row is held to the same
      { reversibility: "compensable" } satisfies ActionRow,
    ];
    expect(rows).toHaveLength(13);
  });

  test.each<[object, string]>([
    [{ reversibility: "compensable" }, '"pay" is said to be compensable, and no drill tries it'],
    [{ reversibility: "compensable", drills: [] }, '"pay" is said to be compensable, and no drill tries it'],
    [{ reversibility: "irreversible", drills: [undoing] }, "revertBatch promises to undo what is said to be irreversible"],
    [{ drills: [undoing] }, "revertBatch promises to undo what is said to be unknown"],
    [{ reversibility: "compensable", drills: "all" }, "drills is a list of drills"],
    [{ reversibility: "compensable", drills: elsewhere }, "drills is a list of drills"],
    [{ reversibility: "compensable", drills: [{ name: "revertBatch" }] }, "drills is a list of drills"],
  ])("where no compiler has: %j", (row, says) => {
    expect(() => checkDrills("pay", row as ActionRow)).toThrow(says);
  });

  test.each<object>([
    { reversibility: "compensable", drills: [undoing] },
    { reversibility: "compensable", drills: [elsewhere] },
    { reversibility: "irreversible", drills: [elsewhere] },
    { reversibility: "reversible" },
    { reversibility: "irreversible", drills: [oneWay] },
    { drills: [oneWay] },
    {},
  ])("and nothing else is asked: %j", (row) => {
    expect(() => checkDrills("pay", row as ActionRow)).not.toThrow();
  });
});
