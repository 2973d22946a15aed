import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join, relative } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type StubModel, stubModel } from "../broker/stubModel.ts";
import type { Check } from "./doctor/check.ts";
import { type Done, earnest, root } from "./earnestProcess.ts";

mkdirSync(join(root, ".earnest"), { recursive: true });
const folder = relative(root, mkdtempSync(join(root, ".earnest", "doctor-")));
const KEY = `sk-test-${"q7w8e9r0".repeat(5)}9f2c`;
let stub: StubModel;

beforeAll(async () => {
  stub = await stubModel({ key: KEY });
});
afterAll(async () => {
  await stub.close();
  rmSync(join(root, folder), { recursive: true });
});

/** A suite whose agent may call a model; the body stands in its `start`. */
function suiteWith(name: string, more: string, start = ""): string {
  const file = join(folder, `${name}.mjs`);
  writeFileSync(
    join(root, file),
    `import { agreementAtLeast, defineSuite, rows } from "earnest";
    const row = { raw: { id: "a", input: null, decisions: [{ actions: [] }] }, where: { file: "memory", line: 1 } };
    export default defineSuite({ name: "desk", dataset: { name: "desk", cases: rows("memory", [row]) },
      agent: { name: "clerk", version: "1", seam: "tools", isolation: "I3", start: async () => { ${start} }, propose: () => ({ kind: "abstain" }),
        models: process.env.MODEL_AT ? [{ baseURL: process.env.MODEL_AT, key: "DESK_KEY", models: (process.env.MODELS ?? "m").split(" ") }] : [] },
      actions: { close: { at: "L3", ask: "L4", climb: [agreementAtLeast(0.95)] } }, ${more} });`,
  );
  return file;
}

const none = { OPENAI_API_KEY: "", OPENAI_BASE_URL: "" };
const ask = async (args: readonly string[], env: Readonly<Record<string, string>> = {}) => {
  const done = await earnest(["doctor", ...args, "--json"], { ...none, ...env });
  const { checks } = (JSON.parse(done.stdout) as { data: { checks: readonly Check[] } }).data;
  return { done, checks, of: (topic: Check["topic"]) => checks.filter((check) => check.topic === topic) };
};
const all = ({ stdout, stderr }: Done) => stdout + stderr;

async function deadPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

test("without bubblewrap it says which walls are left, and how to get the sealed one", async () => {
  const { done, of } = await ask([], { PATH: "/nowhere" });
  expect(done.code).toBe(0);
  const [sealed, guarded, levels, python] = of("wall");
  expect(sealed).toMatchObject({ state: "warn", says: "no sealed wall: bubblewrap (bwrap) is not installed" });
  expect(sealed?.next).toContain("install bubblewrap");
  expect(guarded).toMatchObject({ state: "ok" });
  expect(levels).toMatchObject({ state: "warn", says: expect.stringMatching(/TypeScript .* I2 .* other languages behind I1/) });
  expect(python).toMatchObject({ state: "note", says: expect.stringContaining("no python3") });
});

test("a bubblewrap that may not make a sandbox is tried, and its own words are repeated", async () => {
  const bin = join(root, folder, "bin");
  mkdirSync(bin);
  writeFileSync(
    join(bin, "bwrap"),
    "#!/bin/sh\n[ $1 = --version ] && echo bubblewrap 9 && exit\necho 'setting up uid map: Permission denied' >&2; exit 1\n",
  );
  chmodSync(join(bin, "bwrap"), 0o755);
  const { of } = await ask([], { PATH: bin });
  expect(of("wall")[0]).toMatchObject({ state: "warn", says: expect.stringContaining("setting up uid map: Permission denied") });
});

test("a model's key is masked, its endpoint asked, and the time said", async () => {
  const { done, of } = await ask([suiteWith("well", "prices: { currency: 'EUR', models: { m: { input: 1, output: 2 } } }")], {
    MODEL_AT: stub.baseURL,
    DESK_KEY: KEY,
  });
  expect(done.code).toBe(0);
  expect(of("model").map(({ state, says }) => `${state} ${says.replace(/\d+ ms/, "N ms")}`)).toEqual([
    "ok DESK_KEY sk-…9f2c (52 characters)",
    `ok ${stub.baseURL} answers after N ms`,
    "ok prices in EUR for m",
  ]);
  const dated = await ask([suiteWith("well", "prices: { currency: 'EUR', models: { m: { input: 1, output: 2 } } }")], {
    MODEL_AT: stub.baseURL,
    DESK_KEY: KEY,
    MODELS: "m-2026-08-07 other",
  });
  expect(dated.of("model")[2]).toMatchObject({
    state: "warn",
    says: expect.stringContaining("no price for other: what a run costs"),
  });
  expect(all(done)).not.toContain(KEY.slice(-5));
});

test.each([
  ["no key", "", "FAIL DESK_KEY is not set", "asks for a key (401)", "ok"],
  ["a wrong key", "wrong-key-of-some-length-0000", "ok DESK_KEY …0000 (29 characters)", "refuses the key (401)", "FAIL"],
  ["a key with a line end", `${KEY}\n`, "FAIL DESK_KEY", "asks for a key (401)", "ok"],
])("%s is found before a run", async (_, key, says, answer, state) => {
  const { done, of } = await ask([suiteWith("keys", "")], { MODEL_AT: stub.baseURL, DESK_KEY: key });
  const [given, endpoint, prices] = of("model");
  expect(done.code).toBe(2);
  expect(`${given?.state} ${given?.says}`).toContain(says);
  expect(endpoint).toMatchObject({ state, says: expect.stringContaining(answer) });
  expect(prices).toMatchObject({ state: "warn", says: expect.stringContaining("no prices") });
  expect(all(done)).not.toContain(key.trim().slice(-8) || "no key");
});

test("a dead endpoint and an address that is none fail, with what to do next", async () => {
  const suite = suiteWith("dead", "");
  const [dead, wrong, usual] = await Promise.all([
    ask([suite], { MODEL_AT: `http://127.0.0.1:${await deadPort()}/v1`, DESK_KEY: KEY }),
    ask([suite], { MODEL_AT: "nowhere", DESK_KEY: KEY }),
    ask([], { OPENAI_API_KEY: KEY, OPENAI_BASE_URL: stub.baseURL }),
  ]);
  expect(dead.done.code).toBe(2);
  expect(dead.of("model")[1]).toMatchObject({ state: "FAIL", says: expect.stringMatching(/cannot be reached: .*ECONNREFUSED/) });
  expect(wrong.of("model")[1]).toMatchObject({ state: "FAIL", says: "nowhere is not an address" });
  expect(usual.of("model").map(({ state }) => state)).toEqual(["ok", "ok"]);
  for (const { checks } of [dead, wrong])
    expect(checks.filter(({ state, next }) => state !== "ok" && state !== "note" && next === undefined)).toEqual([]);
});

test("what an agent claims of its wall is not believed; a waiver is named; one that does not start fails", async () => {
  const [claims, waived, broken] = await Promise.all([
    ask([suiteWith("claims", "")]),
    ask([suiteWith("waived", "waiver: { by: 'A. Person', because: 'a trial' }")]),
    ask([suiteWith("broken", "", "throw new Error('no \\u001b[31mmodel file')")]),
  ]);
  expect(claims.of("agent")).toMatchObject([
    { state: "warn", says: expect.stringContaining("behind I0"), next: expect.stringContaining("waiver") },
  ]);
  expect(claims.of("suite")[1]?.says).toBe(
    "close stands on L3 and asks for L4: at least 95% of decisions the same; a sealed wall (I3), or a waiver",
  );
  expect(claims.of("data")).toMatchObject([
    { state: "ok", says: expect.stringMatching(/1 case, 0 left out, digest [0-9a-f]{12}$/) },
    {
      state: "ok",
      says: expect.stringMatching(
        /^redacted before anything is written: nothing found \(looked for .*\); phone .* country: "DE" \}$/,
      ),
    },
    { state: "note", says: expect.stringMatching(/^too few cases to tell .*: 1 cluster, and it takes 30$/) },
  ]);
  expect(waived.of("agent")).toMatchObject([{ state: "note", says: expect.stringContaining("waived by A. Person: a trial") }]);
  expect(broken.done.code).toBe(2);
  expect(broken.of("agent")[0]).toMatchObject({ state: "FAIL", says: expect.stringContaining("does not start: no") });
});

test("a place without room for runs fails; the page is 80 columns wide and shows no escape code", async () => {
  const full = await ask([], { EARNEST_RUN_DIR: "/proc/earnest" });
  expect(full.done.code).toBe(2);
  expect(full.of("disk")).toMatchObject([{ state: "FAIL", next: expect.stringContaining("--run-dir") }]);
  expect(full.of("machine")[1]).toMatchObject({ state: "note", says: "set in the environment: EARNEST_DRILLS, EARNEST_RUN_DIR" });
  const { code, stdout } = await earnest(["doctor", suiteWith("page", "", "throw new Error('no \\u001b[31mmodel')")], none);
  expect(code).toBe(2);
  expect(stdout.split("\n").filter((line) => line.length > 80)).toEqual([]);
  expect(stdout).not.toContain("\u001b");
  expect(stdout).toMatch(/FAIL {2}agent clerk 1 does not start: no U\+001B\[31mmodel\n {8}next {2}\S/);
});

test("what is taken out of the cases is counted, and a field that tells the decision is named", async () => {
  const file = join(folder, "leaky.mjs");
  writeFileSync(
    join(root, file),
    `import { defineSuite, inProcess, rows } from "earnest";
    const given = Array.from({ length: 400 }, (_, i) => ({ where: { file: "memory", line: i + 1 }, raw: {
      id: "case-" + i, input: { text: "write to person" + (i % 3) + "@example.org", status: i % 2 ? "done" : "open" }, decisions: [{ actions: i % 2 ? [{ type: "close" }] : [] }] } }));
    export default defineSuite({ name: "desk", dataset: { name: "desk", cases: rows("memory", given) }, actions: { close: {} },
      agent: inProcess({ name: "clerk", version: "1", propose: () => ({ kind: "abstain" }) }) });`,
  );
  const { done, of } = await ask([file]);
  expect(done.code).toBe(0);
  expect(of("data").slice(1)).toMatchObject([
    { state: "ok", says: expect.stringContaining("email in 400 places") },
    {
      state: "warn",
      says: expect.stringMatching(/“input.status” alone tells what people decided/),
      next: expect.stringContaining("knownFields"),
    },
  ]);
  expect(of("agent")).toMatchObject([{ state: "note", says: expect.stringContaining("behind I0") }]);
});

test("of an agent behind a wall without a model it is said that it can call none", async () => {
  const body = (models: string) =>
    `import { command, defineSuite, rows } from "earnest";
    const row = { raw: { id: "a", input: null, decisions: [{ actions: [] }] }, where: { file: "memory", line: 1 } };
    export default defineSuite({ name: "desk", dataset: { name: "desk", cases: rows("memory", [row]) }, actions: { close: {} },
      agent: command(["node", "-e", "process.stdin.resume()"], { name: "clerk", version: "1", folder: import.meta.dirname, kernel: false, ${models} }) });`;
  const at = (name: string) => join(folder, "modelless", name, "suite.mjs");
  for (const [name, models] of [
    ["none", ""],
    ["one", `models: [{ baseURL: ${JSON.stringify(stub.baseURL)}, key: "" }]`],
  ] as const) {
    mkdirSync(join(root, folder, "modelless", name), { recursive: true });
    writeFileSync(join(root, at(name)), body(models));
  }
  const [none, one] = await Promise.all([ask([at("none")]), ask([at("one")])]);
  const says = "the suite names no models for this agent, and it can call none: models: [{ baseURL, key }]";
  expect(none.of("model")).toEqual([{ topic: "model", state: "note", says }]);
  expect(one.of("model").map((check) => check.says)).not.toContain(says);
});
