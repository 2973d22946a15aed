import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { EarnestError } from "../errors.ts";
import { deskSuite, runFolder, runInto } from "../run/deskRun.ts";
import { journalOf } from "../run/runFolder.ts";
import { verifyRun } from "./verifyRun.ts";

test("one flipped byte, wherever in the ledger, is found", async () => {
  using run = runFolder();
  const cases = Array.from({ length: 3 }, (_, i) => ({ id: `c${i}`, decided: ["pay"], proposed: ["pay"] }));
  await runInto(run.path, deskSuite({ cases, actions: { pay: { at: "L3", ask: "L4" } } }));
  const { head } = await verifyRun(run.path);
  const segment = join(journalOf(run.path), "000001.jsonl");
  const whole = readFileSync(segment);
  const unseen: number[] = [];
  // The last records byte by byte, where a changed one could pass for one that was cut off; the others here and there.
  for (let at = 0; at < whole.length; at += whole.length - at > 400 ? 301 : 1) {
    const bytes = Buffer.from(whole);
    bytes[at] = (bytes[at] as number) ^ 1;
    writeFileSync(segment, bytes);
    const found = await verifyRun(run.path).then(
      (verified) => verified.head !== head,
      (error: unknown) => error instanceof EarnestError && error.code === "LEDGER_CORRUPT",
    );
    if (!found) unseen.push(at);
  }
  expect(unseen).toEqual([]);
  // Only the line feed at the very end could be one that was not written yet: then the head is another.
  for (const at of [whole.length - 2, whole.length - 60]) {
    const bytes = Buffer.from(whole);
    bytes[at] = (bytes[at] as number) ^ 1;
    writeFileSync(segment, bytes);
    await expect(verifyRun(run.path)).rejects.toMatchObject({ code: "LEDGER_CORRUPT" });
  }
});
