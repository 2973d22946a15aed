import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { RowChange, StateDiff } from "../fixture/diffStates.ts";
import type { DrillSeen } from "./drill.ts";
import type { DrillEvent } from "./drillEvent.ts";
import { judgeDrill } from "./judgeDrill.ts";
import { applied, changed, edited, good, intent, left, undone } from "./testing/madeUp.ts";

const ms = 0;

describe("for every good history", () => {
  /** Acts that end in one of these ways, and what is seen of them. */
  const WAYS = ["reverted", "twice", "failed", "rejected", "killed", "conflict", "around"] as const;
  const worlds = fc.array(fc.constantFrom(...WAYS), { minLength: 0, maxLength: 6 }).map((ways) => worldOf(["reverted", ...ways]));

  function worldOf(ways: readonly (typeof WAYS)[number][]): DrillSeen {
    const carried = ways.flatMap((way, act) => (way === "failed" || way === "rejected" ? [] : [act]));
    const edits = ways.flatMap((way, act): { act: number; what: "same" | "other" }[] => {
      if (way === "conflict") return [{ act, what: "same" }];
      return way === "around" ? [{ act, what: "other" }] : [];
    });
    const rows = edits.map(({ act, what }): RowChange => {
      const columns = [{ column: what === "same" ? "ml" : "note", before: 0, after: 9 }];
      return { ...changed(act, 0, 9), columns };
    });
    const applies = ways.flatMap((way, act): DrillEvent[] => {
      if (way === "failed" || way === "rejected") return [intent(act, "apply"), applied(act, way)];
      const again = way === "twice" ? [intent(act, "apply"), applied(act, "duplicate")] : [];
      return [intent(act, "apply"), ...(way === "killed" ? [{ e: "resumed", ms } as DrillEvent] : []), applied(act), ...again];
    });
    const fine = good(ways.length);
    return good(ways.length, {
      acts: fine.acts.map((one, act) => ({ ...one, poison: ways[act] === "rejected" })),
      history: [
        ...applies,
        ...edits.map(({ act, what }) => edited(act, what)),
        { e: "decided", ms },
        ...carried
          .toReversed()
          .flatMap((act) => [intent(act, "undo"), undone(act, ways[act] === "conflict" ? "conflict" : "reverted")]),
        { e: "verified", ms },
      ],
      written: left(...carried.map((act) => changed(act, 0, 5))),
      meanwhile: edits.length === 0 ? null : left(...rows),
      undoing: left(...carried.flatMap((act) => (ways[act] === "conflict" ? [] : [changed(act, 5, 0)]))),
      left: left(...rows),
      edits: edits.map(({ act, what }) => ({
        act,
        what,
        edit: (edited(act, what) as Extract<DrillEvent, { e: "edited" }>).edit,
        kept: true,
      })),
    });
  }
  const judge = (seen: DrillSeen) => judgeDrill({ name: "partialFailure" }, seen);

  test("it held; and without any one event that says something of an act, it did not", () => {
    fc.assert(
      fc.property(worlds, fc.nat(), (seen, nth) => {
        expect(judge(seen).violations).toEqual([]);
        const telling = seen.history.flatMap((event, at) => ("act" in event ? [at] : []));
        const dropped = telling[nth % telling.length];
        const judged = judge({ ...seen, history: seen.history.filter((_, at) => at !== dropped) });
        expect(judged.held).toBe(false);
      }),
      { seed: 5, numRuns: 300 },
    );
  });

  test("one more changed row is a violation, or about what is explained", () => {
    fc.assert(
      fc.property(worlds, fc.nat({ max: 8 }), fc.constantFrom("jars", "trail"), (seen, jar, table) => {
        const row = { ...changed(jar, 1, 2), table, columns: [{ column: "colour", before: "clear", after: "mixed" }] };
        const judged = judge({ ...seen, left: left(...seen.left.rows, row) });
        const explained = seen.history.some((event) => event.e === "undone" && event.act === jar && event.outcome === "conflict");
        expect(judged.held).toBe(explained);
      }),
      { seed: 6, numRuns: 300 },
    );
  });

  test("other traffic never matters, nor does the order of rows", () => {
    fc.assert(
      fc.property(worlds, fc.boolean(), fc.nat({ max: 5 }), (seen, spoilt, others) => {
        const base = spoilt ? { ...seen, left: left(...seen.left.rows, changed(0, 0, 5)) } : seen;
        const rows = Array.from({ length: others }, (_, n) => changed(100 + n, 0, 1));
        const mixed = (diff: StateDiff | null) => left(...rows, ...(diff?.rows ?? []).toReversed());
        const busy = {
          ...base,
          traffic: rows.map(({ entity }) => entity as string),
          written: mixed(base.written),
          meanwhile: mixed(base.meanwhile),
          undoing: mixed(base.undoing),
          left: mixed(base.left),
        };
        expect(judge(busy)).toEqual(judge(base));
      }),
      { seed: 7, numRuns: 300 },
    );
  });
});
