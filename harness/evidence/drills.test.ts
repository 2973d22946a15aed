import { mkdtempDisposableSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { drillSchema, readDrills } from "./drills.ts";

const DRILL = {
  type: "close",
  at: "2026-06-01T10:00:00Z",
  agent: "14",
  by: "R-01",
  system: "a copy of the order database",
  actions: 50,
  restored: 50,
  seconds: 664,
};

function read(...drills: readonly object[]) {
  using folder = mkdtempDisposableSync(join(tmpdir(), "earnest-drills-"));
  const file = join(folder.path, "drills.jsonl");
  writeFileSync(file, drills.map((drill) => `${JSON.stringify(drill)}\n`).join(""));
  return readDrills(file);
}

describe("drills on record", () => {
  test("are found by action type, the newest first, whatever their order in the file", () => {
    const older = { ...DRILL, at: "2026-05-01", restored: 47 };
    const drills = read(older, { ...DRILL, type: "open" }, DRILL);
    expect(drills.of("close").map(({ at }) => at)).toEqual([DRILL.at, older.at]);
    expect(drills.of("reopen")).toEqual([]);
    expect(drills.digest).not.toBe(read(DRILL).digest);
  });

  test.each([
    ["more restored than were carried out", { restored: 51 }, "no more can be restored"],
    ["no time", { seconds: 0 }, "seconds"],
    ["nothing carried out", { actions: 0, restored: 0 }, "actions"],
    ["no moment", { at: "last week" }, "ISO 8601"],
    ["a member that means nothing", { speed: 3 }, "speed"],
  ])("with %s are refused, with the line", (_, change, says) => {
    const work = () => read(DRILL, { ...DRILL, ...change });
    expect(work).toThrow(expect.objectContaining({ code: "DRILLS_INVALID", where: expect.objectContaining({ line: 2 }) }));
    expect(work).toThrow(expect.objectContaining({ details: [expect.stringContaining(says)] }));
  });
});

test("the published JSON Schema of a drill is the one in use", () => {
  const path = new URL("../../datasets/drill.schema.json", import.meta.url);
  const text = `${JSON.stringify(z.toJSONSchema(drillSchema, { io: "input" }), null, 2)}\n`;
  if (process.env["EARNEST_UPDATE"] === "1") writeFileSync(path, text);
  expect(readFileSync(path, "utf8"), "refresh it with EARNEST_UPDATE=1 npx vitest run harness/evidence/drills.test.ts").toBe(
    text,
  );
});
