import { describe, expect, test } from "vitest";
import { EarnestError } from "../../errors.ts";
import { defineHandler } from "../defineHandler.ts";
import { DRILLS, type Drill } from "../drill.ts";
import type { Handler } from "../handler.ts";
import { announce, pour, seal } from "../testing/jarHandlers.ts";
import { dependent } from "./dependent.ts";
import { drilledElsewhere } from "./drilledElsewhere.ts";
import { everyDrill } from "./everyDrill.ts";
import { humanEdit } from "./humanEdit.ts";
import { irreversible } from "./irreversible.ts";
import { poison } from "./poison.ts";
import { revertBatch } from "./revertBatch.ts";
import { sized } from "./sized.ts";

const later = { handler: seal(null), params: ({ jar }: { jar: string }) => ({ jar }) };

function refused(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof EarnestError) return [error.code, error.message, ...error.details].join("\n");
  }
  return "not refused";
}

function plain(drill: Drill | undefined): unknown {
  return JSON.parse(JSON.stringify({ ...drill, handler: drill?.handler.name }));
}

test("every drill of the library is made for a handler that gives what they need", () => {
  const both = [...everyDrill(pour(null), { size: 50, later }), irreversible(announce(null), { size: 50 })];
  expect(new Set([...both.map(({ name }) => name), "randomFaults"])).toEqual(new Set(DRILLS));
  for (const drill of both) expect(drill).toMatchObject({ version: "1", size: 50, params: { size: 50 } });
});

test("what a handler cannot be put through is left out", () => {
  const { edit: _, ...fixture } = pour(null).fixture;
  const bare = everyDrill({ ...pour(null), fixture, poison: [] }, { size: 3 }).map(({ name }) => name);
  expect(bare).not.toContain("humanEdit");
  expect(bare).not.toContain("poison");
  expect(bare).not.toContain("dependent");
});

test("of what cannot be taken back no drill promises a restored state", () => {
  const drills = everyDrill(announce(null), { size: 5 });
  expect(drills.map(({ undoes }) => undoes)).not.toContain(true);
  expect(drills.map(({ name }) => name)).not.toContain("revertBatch");
});

test("a drill of another size is as if it had been made so", () => {
  for (const drill of everyDrill(pour(null), { size: 50, later })) {
    const made = everyDrill(pour(null), { size: 4, later }).find(({ name }) => name === drill.name);
    expect(plain(sized(drill, 4))).toEqual(plain(made));
  }
});

describe("what cannot be run is refused", () => {
  test.each([0, -1, 1.5, Number.NaN])("size %s", (size) => {
    expect(refused(() => revertBatch(pour(null), { size }))).toMatch(
      /^DRILL_BROKEN\nrevertBatch needs a size that is a whole number from 1/,
    );
  });

  test("a batch too small for what the drill breaks", () => {
    expect(refused(() => poison(pour(null), { size: 2 }))).toMatch("poison needs a size that is a whole number from 3, not 2");
  });

  test("a handler without what the drill needs", () => {
    const { edit: _, ...fixture } = pour(null).fixture;
    expect(refused(() => humanEdit({ ...pour(null), fixture }, { size: 3 }))).toMatch("humanEdit needs a fixture with edit");
    expect(refused(() => irreversible(pour(null), { size: 3 }))).toMatch("pour does not");
    expect(refused(() => poison({ ...pour(null), poison: [] }, { size: 3 }))).toMatch("pour gives none");
    const laterAnnounced = (later = { handler: announce(null), params: () => ({ jar: "J0" }) }) =>
      dependent(pour(null), { size: 3, later });
    expect(refused(laterAnnounced)).toMatch("one of them cannot be taken back");
  });

  test("a handler that contradicts its fixture, or is not whole", () => {
    const wrong = (more: object) => refused(() => defineHandler({ ...pour(null), ...more } as Handler));
    expect(wrong({ writes: ["jars", "cellar"] })).toMatch("the fixture jars declares no table cellar");
    expect(wrong({ writes: [] })).toMatch("its acts would change nothing");
    expect(wrong({ caveat: " " })).toMatch("it has no caveat");
    expect(wrong({ probe: undefined })).toMatch("it has no function probe");
    expect(wrong({ touches: () => [] })).toMatch("touches names no entity");
    expect(wrong({ irreversible: { corrections: "cellar" } })).toMatch("no table cellar");
    expect(refused(() => defineHandler({} as Handler))).toMatch("it has no fixture");
  });

  test("drills elsewhere that do not say whose and where", () => {
    expect(refused(() => drilledElsewhere({ by: "", where: "runbook 7" }))).toMatch("does not say by");
    expect(drilledElsewhere({ by: "the platform team", where: "runbook 7" }).says).toBe(
      "Not drilled here: the platform team does it, and it is written down in runbook 7.",
    );
  });
});
