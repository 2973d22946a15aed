import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { AgentFailure, type Proposal } from "../agent.ts";
import { inProcess } from "../agents/inProcess.ts";
import { deskSuite, optionsFor, runFolder } from "./deskRun.ts";
import { observe } from "./observe.ts";

const ids = Array.from({ length: 40 }, (_, i) => `case-${i}`);

/** A desk whose model is gone for these cases. */
function desk(isGone: (asked: number) => boolean) {
  let asked = 0;
  const cases = ids.map((id) => ({ id, decided: [], proposed: [] }));
  const suite = deskSuite({ cases, actions: {} });
  const propose = (): Proposal => {
    asked++;
    if (isGone(asked)) throw new AgentFailure("model-error", "no route to it");
    return { kind: "act", actions: [] };
  };
  return { ...suite, agent: inProcess({ name: "clerk", version: "1", propose }) };
}

async function onRecord(isGone: (asked: number) => boolean) {
  using dir = runFolder();
  const observed = await observe(desk(isGone), optionsFor(dir.path, { concurrency: 1 }));
  const text = readFileSync(join(dir.path, "journal", "000001.jsonl"), "utf8");
  return { observed, failed: text.split('"code":"model-error"').length - 1 };
}

test("a model that is gone from some case on stops the run, and none of those cases is on record", async () => {
  const { observed, failed } = await onRecord((asked) => asked > 12);
  expect(observed).toMatchObject({ observed: 12, interrupted: true, halted: { code: "ENDPOINT_UNREACHABLE" } });
  expect(observed.halted?.message).toContain("10 cases in a row came to nothing because of the model; the last: no route to it");
  expect(failed).toBe(0);
});

test("a model that never answers is nothing to be judged, however few the cases", async () => {
  const { observed } = await onRecord(() => true);
  expect(observed).toMatchObject({ observed: 0, halted: { code: "ENDPOINT_UNREACHABLE" } });
});

test("a model that fails now and then is on record as it was", async () => {
  const { observed, failed } = await onRecord((asked) => asked % 8 > 0 && asked > 4);
  expect(observed).toMatchObject({ observed: 40, halted: null });
  expect(failed).toBe(31);
});

test("failures at the very end of a run that did work are on record too", async () => {
  const { observed, failed } = await onRecord((asked) => asked > 37);
  expect(observed).toMatchObject({ observed: 40, halted: null });
  expect(failed).toBe(3);
});
