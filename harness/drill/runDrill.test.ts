import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { FAULTS } from "../faults.ts";
import type { DrillDesk } from "./drill.ts";
import type { Misdeed, PutParams } from "./testing/putInto.ts";
import { shelfDrill } from "./testing/shelfDrill.ts";
import { puts, ShelfRuns } from "./testing/shelfRuns.ts";

const WHICH = "keeps promises";
let runs: ShelfRuns;
beforeAll(async () => {
  runs = await ShelfRuns.start();
});
afterAll(async () => {
  await runs[Symbol.asyncDispose]();
  expect(runs.children.filter(({ exitCode, signalCode }) => exitCode === null && signalCode === null)).toEqual([]);
});

const plain = async (desk: DrillDesk) => {
  await desk.apply();
  await desk.look();
  await desk.undo();
};

type Result = Awaited<ReturnType<ShelfRuns["run"]>>;
const told = ({ seen }: Result, e: "applied" | "undone") =>
  seen.history.flatMap((event) => (event.e === e ? [`${event.act} ${event.outcome}`] : []));

describe("a drill", () => {
  test("carries out, takes back the last first, and finds everything as it was", async () => {
    const result = await runs.run(shelfDrill(WHICH, plain), puts(5));
    expect(result).toMatchObject({
      held: true,
      violations: [],
      ends: { reverted: 5 },
      restored: 5,
      size: 5,
      kept: null,
      load: null,
    });
    expect(told(result, "undone")).toEqual([4, 3, 2, 1, 0].map((act) => `${act} reverted`));
    expect(result.each).toHaveLength(5);
    expect(result.seen.history.map(({ e }) => e).filter((e) => e === "decided" || e === "verified")).toEqual([
      "decided",
      "verified",
    ]);
    expect(result.ms.undo).toBeGreaterThan(0);
  });

  test.each([true, false])(
    "has a process start on the clock where it asks for a fresh one, and only there: %s",
    async (fresh) => {
      const started: number[] = [];
      const drill = shelfDrill(WHICH, async (desk) => {
        await desk.apply();
        started.push(runs.children.length);
        await desk.undo({ fresh });
        started.push(runs.children.length);
      });
      const { held, cold, ms, seen } = await runs.run(drill, puts(2));
      expect({ held, cold, waited: ms.restarts > 0, looked: seen.history.some(({ e }) => e === "resumed") }).toEqual({
        held: true,
        cold: fresh,
        waited: fresh,
        looked: fresh,
      });
      expect((started[1] ?? 0) - (started[0] ?? 0)).toBe(fresh ? 1 : 0);
      expect(ms.restarts).toBeLessThanOrEqual(ms.undo);
    },
  );

  test("is caught where undoing only pretends", async () => {
    const result = await runs.run(shelfDrill(WHICH, plain), puts(3), { control: true });
    expect(result).toMatchObject({ control: true, held: false, restored: 0, ends: { reverted: 3 } });
    expect(result.violations.length).toBeGreaterThan(0);
  });

  test("keeps the sandbox of what did not hold, and says how to look at it", async () => {
    const keep = join(runs.dir, "kept");
    const result = await runs.run(shelfDrill(WHICH, plain), puts(1), { control: true, keep });
    expect(result.kept).toContain(keep);
    expect(await readdir(keep)).not.toEqual([]);
    expect((await runs.run(shelfDrill(WHICH, plain), puts(1), { keep })).kept).toBeNull();
  });

  test("asks twice, at once, and with other params under the same key", async () => {
    const asked = async (desk: DrillDesk) => {
      await desk.apply({ twice: "at-once", otherParams: true });
      await desk.look();
      await desk.undo({ twice: "after" });
    };
    const result = await runs.run(shelfDrill(WHICH, asked), puts(2));
    expect(result).toMatchObject({ held: true, ends: { reverted: 2 } });
    expect(told(result, "applied").sort()).toEqual([
      "0 applied",
      "0 duplicate",
      "0 rejected",
      "1 applied",
      "1 duplicate",
      "1 rejected",
    ]);
    expect(told(result, "undone")).toEqual(["1 reverted", "1 already", "0 reverted", "0 already"]);
  });

  test("bars an act that comes after its undo, and undoes exactly what an order names", async () => {
    const early = async (desk: DrillDesk) => {
      await desk.apply({ order: [1] });
      await desk.look();
      await desk.undo({ order: [0, 1] });
      await desk.apply({ order: [0] });
    };
    const result = await runs.run(shelfDrill(WHICH, early), puts(2));
    expect(result).toMatchObject({ held: true, ends: { "never-applied": 1, reverted: 1 } });
    expect(told(result, "undone")).toEqual(["0 not-applied", "1 reverted"]);
    expect(told(result, "applied")).toEqual(["1 applied", "0 rejected"]);
  });

  test("leaves alone what a person changed", async () => {
    const edited = async (desk: DrillDesk) => {
      await desk.apply();
      await desk.look();
      await desk.edit(0, "same");
      await desk.edit(1, "other");
      await desk.undo();
    };
    const result = await runs.run(shelfDrill(WHICH, edited), puts(3));
    expect(result).toMatchObject({ held: true, ends: { conflict: 1, reverted: 2 }, conflicts: ["boxes/B0"] });
    expect(result.seen.edits.map(({ kept }) => kept)).toEqual([true, true]);
  });

  test("puts acts that have to be refused in the place of others, by seed", async () => {
    const drill = shelfDrill(WHICH, plain, { name: "poison", poison: 2 });
    const result = await runs.run(drill, puts(6));
    expect(result.seen.acts.filter(({ poison }) => poison)).toHaveLength(2);
    expect(result.size).toBe(6);
    expect(told(result, "applied").filter((one) => one.endsWith("rejected"))).toHaveLength(2);
    expect(result.ends).toMatchObject({ "never-applied": 2, reverted: 4 });
  });
});

describe("every fault, at every place", () => {
  test.each(FAULTS)("$kind $point", async ({ kind, point }) => {
    for (const phase of ["apply", "undo"] as const) {
      const faults = [{ phase, index: 1, kind, point }];
      const struck = async (desk: DrillDesk) => {
        await desk.apply(phase === "apply" ? { faults } : {});
        await desk.look();
        await desk.undo(phase === "undo" ? { faults } : {});
      };
      const result = await runs.run(shelfDrill(WHICH, struck), puts(3));
      // The shelf does not hear that it is told to stop, so that only what never reached it was not carried out, or not to its end.
      const cutShort = point === "during" || (point === "before" && kind !== "timeout");
      const never = phase === "apply" && cutShort ? 1 : 0;
      expect(result).toMatchObject({ held: true, violations: [], restored: 3 });
      expect(result.ends).toEqual({ reverted: 3 - never, ...(never === 1 ? { "never-applied": 1 } : {}) });
      expect(result.seen.history.filter(({ e }) => e === "resumed")).toHaveLength(kind === "kill" ? 1 : 0);
      const done = phase === "apply" ? told(result, "applied") : told(result, "undone");
      expect(done).toHaveLength(3);
      const lost = point === "after-effect" || (kind === "timeout" && point === "before");
      if (phase === "undo") expect(done).toContain(lost ? "1 already" : "1 reverted");
      if (phase === "undo" && kind === "kill") expect(result.ms.restarts).toBeGreaterThan(0);
    }
  });
});

describe("what a handler does wrong is in the result", () => {
  const acts = (misdeed: Partial<PutParams>) => puts(3).map((params, n) => (n === 1 ? { ...params, ...misdeed } : params));
  const callMs = 500;

  test.each<[Misdeed, string]>([
    ["throw", "never-applied"],
    ["garbage", "never-applied"],
    ["exit", "never-applied"],
    ["crash", "never-applied"],
    ["hang", "left"],
    ["spin", "never-applied"],
  ])("carrying out: %s", async (applying, end) => {
    const result = await runs.run(shelfDrill(WHICH, plain), acts({ applying }), { callMs });
    expect(result.ends).toEqual({ reverted: 2, [end]: 1 });
    expect(result.held).toBe(true);
  });

  test.each<[Misdeed]>([["throw"], ["garbage"], ["exit"], ["hang"]])("undoing: %s", async (undoing) => {
    const result = await runs.run(shelfDrill(WHICH, plain), acts({ undoing }), { callMs });
    expect(result.ends).toEqual({ reverted: 2, "dead-letter": 1 });
    expect(result.conflicts).toEqual(["boxes/B1"]);
  });

  test.each<[Misdeed]>([["unsure"], ["throw"], ["hang"], ["exit"]])("looking: %s", async (probing) => {
    const faults = [{ phase: "apply", index: 1, kind: "error", point: "after-effect" }] as const;
    const struck = async (desk: DrillDesk) => {
      await desk.apply({ faults });
      await desk.look();
      await desk.undo();
    };
    const result = await runs.run(shelfDrill(WHICH, struck), acts({ probing }), { callMs });
    expect(result.ends).toEqual({ reverted: 2, left: 1 });
    expect(told(result, "undone")).toContain("1 left");
  });

  test("nobody goes on where process after process ends, and that is a finding", async () => {
    const ending = puts(8).map((params) => ({ ...params, applying: "exit" }));
    const result = await runs.run(shelfDrill(WHICH, plain), ending);
    expect(result.held).toBe(false);
    expect(result.violations.map(({ check }) => check)).toContain("unfinished");
    expect(result.seen.history.at(-1)).toMatchObject({ e: "gave-up", because: expect.stringContaining("exit code 7") });
  });

  test("a drill that cannot be run is an error, not a result", async () => {
    const none = shelfDrill(WHICH, async (desk) => desk.apply({ order: [7] }));
    await expect(runs.run(none, puts(1))).rejects.toMatchObject({
      code: "DRILL_BROKEN",
      message: "there is no act 8 in the batch",
    });
    await expect(runs.run(shelfDrill(WHICH, plain), [])).rejects.toMatchObject({ code: "DRILL_BROKEN" });
    const twice = [
      { box: "B", grams: 1 },
      { box: "B", grams: 1 },
    ];
    await expect(runs.run(shelfDrill(WHICH, plain), twice)).rejects.toThrow("put into cannot prepare an act");
  });
});

describe("under load", () => {
  test("others go on working while acts are undone, and are left out of the judgement", async () => {
    const slow = puts(10).map((params) => ({ ...params, undoing: "throw" }));
    const result = await runs.run(shelfDrill(WHICH, plain), slow, { load: 50 });
    const { load, ms, seen, ends } = result;
    expect(ends).toEqual({ "dead-letter": 10 });
    expect(load?.asked).toBe(50);
    expect(load?.failed).toBe(0);
    expect(load?.done).toBeGreaterThan((ms.undo / 1000) * 50 * 0.5);
    expect(seen.traffic).toContain("boxes/other-0");
    expect(await runs.run(shelfDrill(WHICH, plain), puts(5), { load: 50 })).toMatchObject({ held: true, restored: 5 });
  });
});
