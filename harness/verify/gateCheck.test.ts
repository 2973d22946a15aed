import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { recordFiles } from "../evidence/recordFiles.ts";
import { runFolder } from "../run/deskRun.ts";
import { gateCheck } from "./gateCheck.ts";

test("records that a gate rests on may be added to; one that was taken out since the run began is told", () => {
  using dir = runFolder();
  const adjudications = join(dir.path, "adjudications.jsonl");
  writeFileSync(adjudications, '{"case":"1"}\n{"case":"2"}\n');
  const suite = { digest: "d", rules: {}, title: (type: string) => type, adjudications } as unknown as Parameters<
    typeof gateCheck
  >[0];
  const begun = [{ suite: { name: "desk", digest: "d", rules: {} }, files: recordFiles(suite) }] as unknown as Parameters<
    typeof gateCheck
  >[1];
  const check = () => gateCheck(suite, begun, undefined, () => []);
  expect(check().state).toBe("holds");
  writeFileSync(adjudications, '{"case":"1"}\n{"case":"2"}\n{"case":"3"}\n');
  expect(check().state).toBe("holds");
  writeFileSync(adjudications, '{"case":"1"}\n');
  expect(check()).toMatchObject({ state: "broken", details: [expect.stringContaining("record of adjudications was changed")] });
});
