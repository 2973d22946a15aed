import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Diff } from "../diff/diff.ts";
import { type Done, earnest, root } from "./earnestProcess.ts";
import type { Envelope } from "./say.ts";

// Whole processes, as a user or a script starts them. A suite can import "earnest" only from inside the package.
mkdirSync(join(root, ".earnest"), { recursive: true });
const folder = relative(root, mkdtempSync(join(root, ".earnest", "test-")));
const inFolder = (name: string) => join(folder, name);
afterAll(() => rmSync(join(root, folder), { recursive: true }));

const SUITE = (floor: number) => `
import { agreementAtLeast, defineSuite, inProcess, jsonl } from "earnest";
const version = process.env.DESK_VERSION ?? "1";
export default defineSuite(({ data }) => ({
  name: "desk",
  dataset: { name: "desk", cases: jsonl(data) },
  agent: inProcess({ name: "clerk", version, propose: ({ input }) => ({ kind: "act", actions: input.proposed[version] ?? input.proposed.else }) }),
  actions: {
    refund: { title: "Issue a refund", ask: "L4", climb: [agreementAtLeast(${floor})] },
    close: { title: "Close the account of somebody who asked for nothing of the kind" },
  },
}));
`;

const told = ({ stdout }: Done) => JSON.parse(stdout) as Envelope & { data: Diff };

const refund = (amount: number) => [{ type: "refund", params: { amount } }];
const HOSTILE = "case-\u001b[31m\u202e0";
/** Version 2 gets every third case wrong, and closes an account in one of five where nothing was done. */
const deskCases = Array.from({ length: 120 }, (_, i) => {
  const nothing = i % 5 === 4;
  const decided = nothing ? [] : refund(i);
  const two = nothing ? [{ type: "close", params: {} }] : refund(i % 3 === 0 ? i + 1 : i);
  return {
    id: i === 4 ? HOSTILE : `case-${i}`,
    input: { proposed: { else: decided, 2: two } },
    decisions: [{ actions: decided }],
  };
});

function writeCases(name: string, cases: readonly object[]): string {
  writeFileSync(join(root, folder, name), cases.map((one) => `${JSON.stringify(one)}\n`).join(""));
  return inFolder(name);
}

async function observed(name: string, version: string, data: string, more: readonly string[] = []): Promise<string> {
  const dir = inFolder(name);
  const done = await earnest(["observe", suite, "--data", data, "--run-dir", dir, "--quiet", ...more], { DESK_VERSION: version });
  // What the agent will answer stands in the input of these cases, and earnest says so.
  expect(done.stderr.replaceAll(/^ {2}! .*\n/gm, "")).toBe("");
  return dir;
}

const suite = inFolder("suite.mjs");
const runs: Record<"one" | "two" | "other" | "part", string> = { one: "", two: "", other: "", part: "" };

beforeAll(async () => {
  writeFileSync(join(root, suite), SUITE(0.5));
  const data = writeCases("desk.jsonl", deskCases);
  const other = writeCases(
    "other.jsonl",
    deskCases.map((one) => ({ ...one, id: `other-${one.id}` })),
  );
  [runs.one, runs.two, runs.other, runs.part] = await Promise.all([
    observed("one", "1", data, ["--seed", "3"]),
    observed("two", "2", data),
    observed("other", "2", other),
    observed("part", "1", data, ["--limit", "60"]),
  ]);
});

describe("earnest diff", () => {
  test("says what got worse within 80 columns, names the cases, and ends with 3", async () => {
    const { code, stdout, stderr } = await earnest(["diff", runs.one, runs.two]);
    expect({ code, stderr }).toEqual({ code: 3, stderr: "" });
    const lines = stdout.trimEnd().split("\n");
    expect(lines.filter((line) => line.length > 80)).toEqual([]);
    expect(stdout).toMatch(/▼ WORSE +Issue a refund +100\.0% to 66\.7%/);
    expect(stdout).toContain("32 of 96 cases got worse, 0 better");
    expect(stdout).toContain("32 of the 32: params (refund)");
    expect(stdout).toMatch(/▼ WORSE +Close the account of some… +24 of 24 to 0 of 24/);
    expect(stdout).toContain("serious: 0 before, 24 after");
    expect(stdout).toContain("Got worse, by action type: 56, the first 10 here, more with --json");
    // Serious ones come first.
    expect(stdout).toMatch(
      /case-104 +serious, Close the account o…: left alone ->\n +overreach \(none decided, close proposed\)/,
    );
    expect(stdout).toContain("case-U+001B[31mU+202E0");
    expect(stdout).not.toContain("\u001b");
    expect(stdout).not.toContain("\u202e");
    expect(lines.at(-1)).toMatch(/^ {2}Next: earnest case \S+two case-\d+$/);
  });

  test("the other way round everything got better, and ends with 0", async () => {
    const { code, stdout } = await earnest(["diff", runs.two, runs.one]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/▲ BETTER +Issue a refund +66\.7% to 100\.0%/);
    expect(stdout).toContain("Got better, by action type: 56");
  });

  test("--json is one object with every case in it", async () => {
    const done = await earnest(["diff", runs.one, runs.two, "--json"]);
    const { ok, command, data } = told(done);
    expect({ ok, command, code: done.code }).toEqual({ ok: false, command: "diff", code: 3 });
    expect(data.types.map(({ type, verdict, table }) => [type, verdict, table])).toEqual([
      ["refund", "worse", { both: 64, onlyBefore: 32, onlyAfter: 0, neither: 0 }],
      ["close", "worse", { both: 0, onlyBefore: 24, onlyAfter: 0, neither: 0 }],
    ]);
    expect(data.changes.worse.n).toBe(56);
    expect(data.changes.worse.listed.map(({ serious }) => serious)).toEqual(Array.from({ length: 56 }, (_, i) => i < 24));
    expect(new Set(data.changes.worse.listed.map(({ id }) => id))).toContain(HOSTILE);
    expect(data.caveats).toEqual([]);
  });

  test("one run with itself differs in nothing, and says so", async () => {
    const { code, stdout } = await earnest(["diff", runs.one, runs.one]);
    expect(code).toBe(0);
    expect(stdout).toContain("= no difference shown");
    expect(stdout).toContain("one and the same run");
    expect(stdout).not.toContain("WORSE  ");
    expect(stdout).toContain(`Next: earnest report ${runs.one}`);
  });

  test("cases that only one run has are counted and named", async () => {
    const { code, stdout } = await earnest(["diff", runs.part, runs.two]);
    expect(code).toBe(3);
    expect(stdout).toMatch(/left out: 60 cases only after: case-\d+, .* and 55 more/s);
    expect(stdout).toMatch(/! 60 cases of 120 could not be compared/);
  });

  test("two runs without a case in common are refused, for nothing compared is not nothing worse", async () => {
    const [json, text] = await Promise.all([
      earnest(["diff", runs.one, runs.other, "--json"]),
      earnest(["diff", runs.one, runs.other]),
    ]);
    expect([json.code, text.code]).toEqual([2, 2]);
    expect(JSON.parse(json.stdout)).toMatchObject({ ok: false, errors: [{ code: "RUNS_DISJOINT" }] });
    expect(text.stderr).toContain("120 only before, 120 only after, 0 recorded otherwise");
  });

  test("another suite judges both, and says that they were judged otherwise", async () => {
    const stricter = inFolder("stricter.mjs");
    writeFileSync(join(root, stricter), SUITE(0.9));
    const { stdout } = await earnest(["diff", runs.one, runs.two, "--suite", stricter]);
    expect(stdout).toContain("! Both runs were judged by other rules when made.");
  });

  test("a folder without a run is named", async () => {
    const done = await earnest(["diff", inFolder("nowhere"), runs.two]);
    expect(done).toMatchObject({ code: 2, stdout: "" });
    expect(done.stderr).toContain("nowhere");
  });
});
