import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Plan } from "../plan/plan.ts";
import { type Done, earnest, root } from "./earnestProcess.ts";
import type { Envelope } from "./say.ts";

// Whole processes, as a user or a script starts them. A suite can import "earnest" only from inside the package.
mkdirSync(join(root, ".earnest"), { recursive: true });
const folder = relative(root, mkdtempSync(join(root, ".earnest", "plan-")));
const inFolder = (name: string) => join(folder, name);
afterAll(() => rmSync(join(root, folder), { recursive: true }));

function planned(done: Done): Envelope & { data: Plan } {
  expect(done).toMatchObject({ stderr: "" });
  return JSON.parse(done.stdout) as Envelope & { data: Plan };
}

/** Lines joined, for sentences that were wrapped. */
const flat = (text: string) => text.replaceAll(/\s+/g, " ");

const DESK = `
import { agreementAtLeast, coverageAtLeast, defineSuite, failuresAtMost, inProcess, jsonl, seriousAtMost } from "earnest";
export default defineSuite(({ data }) => ({
  name: "desk \\u001b[31m",
  dataset: { name: "desk", cases: jsonl(data) },
  agent: inProcess({ name: "clerk", version: "1", propose: async ({ input }) => ({ kind: "act", actions: [{ type: "refund", params: { amount: input } }] }) }),
  actions: { refund: { title: "Refund \\u202e", at: "L3", ask: "L4", climb: [agreementAtLeast(0.95), coverageAtLeast(0.6), seriousAtMost(0.02), failuresAtMost(0.02)] } },
}));
`;
const suite = inFolder("suite.mjs");
const desk = inFolder("desk.jsonl");

beforeAll(() => {
  writeFileSync(join(root, suite), DESK);
  // The agent agrees in 11 of 12.
  const cases = Array.from({ length: 360 }, (_, i) => ({
    id: `c${i}`,
    input: i % 12 === 0 ? 1 : 0,
    decisions: [{ actions: [{ type: "refund", params: { amount: 0 } }] }],
  }));
  writeFileSync(join(root, desk), cases.map((one) => `${JSON.stringify(one)}\n`).join(""));
});

describe("earnest plan", () => {
  test("on the suite that ships: 80 columns, a next step, and no run is made of it", async () => {
    const folder = join(root, ".earnest", "runs");
    // Other tests make runs of other suites meanwhile.
    const runs = () => (existsSync(folder) ? readdirSync(folder).filter((name) => name.includes("inbox-triage")) : []);
    const before = runs();
    const args = ["plan", "suites/inbox-triage", "--price", "0.04", "--currency", "EUR"];
    const [text, json] = await Promise.all([earnest(args), earnest([...args, "--json"])]);
    expect(text).toMatchObject({ code: 0, stderr: "" });
    expect(text.stdout).not.toContain("\u001b");
    expect(text.stdout.split("\n").filter((line) => line.length > 80)).toEqual([]);
    expect(text.stdout).toMatch(/\n {2}Next: earnest run suites\/inbox-triage\n$/);
    expect(text.stdout).toMatch(/when the true rate is +98.8% +99.2% +99.6% +all match\n/);
    const { data, ...envelope } = planned(json);
    expect(envelope).toMatchObject({ schema: "earnest/cli/1", command: "plan", ok: true, errors: [] });
    expect(data).toMatchObject({ schema: "earnest/plan/1", run: null, level: { asked: 2, each: 0.025 } });
    expect(data.types.map(({ type, decided }) => [type, decided.cases])).toEqual([
      ["quarantine", 686],
      ["deliver", 3301],
    ]);
    expect(data.replay).toEqual({ cases: 3987, calls: 3987, cost: 3987 * 0.04 });
    expect(flat(text.stdout)).toContain("Replaying the dataset once: 3,987 calls, EUR 159.48.");
    for (const note of data.notes) expect(flat(text.stdout).replaceAll(" ! ", " ")).toContain(flat(note));
    expect(runs()).toEqual(before);
  });

  test("from a run it says what today’s rate leads to, and what the cases left can bring", async () => {
    const dir = inFolder("run");
    expect((await earnest(["run", suite, "--data", desk, "--run-dir", dir, "--limit", "180", "--quiet"])).code).toBe(0);
    const args = ["plan", suite, "--data", desk, "--run", dir];
    const [text, json] = await Promise.all([earnest(args), earnest([...args, "--json"])]);
    const now = planned(json).data.types[0]?.shares[0]?.now;
    expect(now).toMatchObject({ n: 180, left: 180, atEstimate: { method: "never" }, chance: { atLeast: false } });
    expect(flat(text.stdout)).toMatch(
      /agrees in \d+ of 180, range [\d.]+% to [\d.]+%\. At today’s 9\d\.\d% no number of cases will do/,
    );
    expect(flat(text.stdout)).toContain("no usable answer in 0 of 180, range at most");
    expect(text.stdout).not.toContain("0.0%");
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there
    expect(text.stdout).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
  });

  test("a price comes by flag or environment, and never without its currency", async () => {
    const [flag, env, none] = await Promise.all([
      earnest(["plan", suite, "--data", desk, "--price", "1", "--currency", "USD", "--attempts", "3", "--json"], {
        EARNEST_PRICE: "9",
      }),
      earnest(["plan", suite, "--data", desk, "--json"], { EARNEST_PRICE: "2", EARNEST_CURRENCY: "EUR" }),
      earnest(["plan", suite, "--data", desk, "--price", "1"]),
    ]);
    expect([planned(flag).data.replay.cost, planned(env).data.replay.cost]).toEqual([1080, 720]);
    expect(none).toMatchObject({ code: 2, stdout: "" });
    expect(none.stderr).toMatch(/^error a price of 1 needs its currency\nnext {2}Add --currency EUR/);
  });

  test.each([
    ["data that is not there", ["plan", suite, "--data", "no-such.jsonl"], "DATA_MISSING"],
    ["a run that is not there", ["plan", suite, "--data", desk, "--run", "no-such-run"], "RUN_NOT_FOUND"],
    ["a volume of nothing", ["plan", suite, "--data", desk, "--per-day", "0"], "USAGE"],
    ["a price that is none", ["plan", suite, "--data", desk, "--price", "-1", "--currency", "EUR"], "USAGE"],
  ])("%s ends with 2 and leaves nothing behind", async (_, args, code) => {
    const waiting = inFolder("waiting");
    mkdirSync(join(root, waiting), { recursive: true });
    const done = await earnest([...args, "--json"], { TMPDIR: join(root, waiting) });
    expect(done.code).toBe(2);
    expect(planned(done)).toMatchObject({ ok: false, errors: [{ code }] });
    expect(readdirSync(join(root, waiting)).filter((name) => name.startsWith("earnest-"))).toEqual([]);
  });
});
