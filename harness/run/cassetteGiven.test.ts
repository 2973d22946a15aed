import { cpSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Agent } from "../agent.ts";
import { type StubModel, stubModel } from "../broker/stubModel.ts";
import type { PlayedCassette } from "../ledger/record.ts";
import { rows } from "../sources/rows.ts";
import { readySuite } from "../suite.ts";
import { runFolder, runInto } from "./deskRun.ts";
import { judge } from "./judge.ts";
import type { ModelOptions } from "./models.ts";
import type { ObserveOptions } from "./observe.ts";

let stub: StubModel;
beforeAll(async () => {
  stub = await stubModel();
});
afterAll(() => stub.close());

/** Asks its model once about each case, and closes it. */
function asker(name: string): Agent {
  return {
    name,
    version: "1",
    seam: "tools",
    isolation: "I0",
    models: [{ baseURL: stub.baseURL, key: "NO_KEY" }],
    async propose({ id }, toolbox) {
      const body = JSON.stringify({ model: "m", messages: [{ role: "user", content: id }] });
      const told = await toolbox.send({ method: "POST", url: `${stub.baseURL}/chat/completions`, headers: {}, body });
      await Array.fromAsync(told.body);
      return { kind: "act", actions: [{ type: "close", params: {} }] };
    },
  };
}

function suiteOf(name: string, n = 6) {
  const given = Array.from({ length: n }, (_, i) => ({
    raw: { id: `case-${i}`, input: i, decisions: [{ actions: [{ type: "close", params: {} }] }] },
    where: { file: "memory", line: i + 1 },
  }));
  return readySuite({
    name: "desk",
    dataset: { name: "desk", cases: rows("memory", given) },
    agent: asker(name),
    actions: { close: {} },
  });
}

async function ran(root: string, id: string, name: string, more: Partial<ObserveOptions> = {}) {
  const dir = join(root, id);
  const { header, halted } = await runInto(dir, suiteOf(name), { id, key: () => "k", ...more });
  expect(halted).toBeNull();
  return header.cassette;
}

const strict = (...path: string[]): ModelOptions => ({ cassette: { path: join(...path), replay: "strict" } });
const headIn = (cassette: string) =>
  readFileSync(join(cassette, "000001.jsonl"), "utf8").trimEnd().split("\n").at(-1)?.slice(0, 32);
const playedIn = (dir: string, name: string) => {
  const { caveats } = judge(suiteOf(name), dir).judgement;
  return caveats.filter((said) => said.includes("cassette")).join(" ");
};

test("a played cassette stands in the header with the run that asked the models, and on page 1", async () => {
  using dir = runFolder();
  const root = dir.path;
  expect(await ran(root, "a", "one")).toBeNull();
  const from = join(root, "a", "cassette");
  const recordedBy: PlayedCassette["recordedBy"] = { agent: "one", version: "1", run: "a" };
  const head = headIn(from);
  expect(await ran(root, "b", "one", strict(from))).toEqual({ path: from, replay: "strict", head, recordedBy });
  expect(playedIn(join(root, "b"), "one")).toBe(
    "Model answers were played from a cassette recorded by the same agent version (one 1, run a); no model was asked.",
  );
  expect(await ran(root, "c", "two", strict(from))).toMatchObject({ recordedBy });
  const another = /^Model answers were played from a cassette that another agent recorded \(one 1, run a\); no model was asked\./;
  expect(playedIn(join(root, "c"), "two")).toMatch(another);
  // What a run played does not become its own by lying in its folder.
  expect(await ran(root, "d", "two", strict(root, "c", "cassette"))).toMatchObject({ recordedBy });
  expect(playedIn(join(root, "d"), "two")).toMatch(another);
});

test("a cassette that lies by itself does not say whose it is, and one that is recorded holds nothing at first", async () => {
  using dir = runFolder();
  const root = dir.path;
  await ran(root, "a", "one");
  cpSync(join(root, "a", "cassette"), join(root, "kept"), { recursive: true });
  expect(await ran(root, "b", "one", strict(root, "kept"))).toMatchObject({ recordedBy: null });
  expect(playedIn(join(root, "b"), "one")).toContain("that does not say which agent recorded it; no model was asked.");
  const record: ModelOptions = { cassette: { path: join(root, "new"), replay: "record" } };
  expect(await ran(root, "c", "one", record)).toMatchObject({ replay: "record", head: null });
  expect(playedIn(join(root, "c"), "one")).toBe("");
  expect(await ran(root, "d", "one", record)).toMatchObject({ head: headIn(join(root, "new")) });
  expect(playedIn(join(root, "d"), "one")).toContain("a model was asked only for what it did not hold.");
  const both = judge(suiteOf("one"), [join(root, "a"), join(root, "b")]).judgement;
  expect(both.runs.map(({ cassette }) => cassette?.replay ?? null)).toEqual([null, "strict"]);
});

test("a run is gone on with by the cassette that it began with", async () => {
  using dir = runFolder();
  const root = dir.path;
  await ran(root, "a", "one");
  const stop = new AbortController();
  const from = strict(root, "a", "cassette");
  const to = join(root, "b");
  const options = { id: "b", key: () => "k", concurrency: 1 };
  await runInto(to, suiteOf("one"), { ...options, ...from, signal: stop.signal, onProgress: () => stop.abort() });
  const go = (more: Partial<ObserveOptions>) => runInto(to, suiteOf("one"), { ...options, resume: { retry: false }, ...more });
  await expect(go({})).rejects.toMatchObject({ code: "RESUME_CHANGED" });
  await expect(go(strict(root, "none"))).rejects.toMatchObject({ code: "RESUME_CHANGED" });
  cpSync(join(root, "a", "cassette"), join(root, "moved"), { recursive: true });
  expect(await go(strict(root, "moved"))).toMatchObject({ observed: 6, halted: null });
});
