import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Drift } from "../drift/drift.ts";
import { EDetector } from "../stats/eDetector.ts";
import { earnest, root } from "./earnestProcess.ts";
import type { Envelope } from "./say.ts";

// Whole processes, as a user or a nightly script starts them. A suite can import "earnest" only from inside the package.
mkdirSync(join(root, ".earnest"), { recursive: true });
const folder = relative(root, mkdtempSync(join(root, ".earnest", "test-drift-")));
const inFolder = (name: string) => join(folder, name);
afterAll(() => rmSync(join(root, folder), { recursive: true }));

const EVIL = "\u001b[31m\u202eevil\u0007";
const SUITE = `
import { agreementAtLeast, defineSuite, inProcess, jsonl } from "earnest";
export default defineSuite(({ data }) => ({
  name: "desk",
  dataset: { name: "desk", cases: jsonl(data) },
  agent: inProcess({ name: "clerk", version: process.env.DESK_VERSION ?? "1", propose: ({ input }) => input }),
  actions: {
    refund: { title: "Issue a refund", climb: [agreementAtLeast(0.95)], stay: [agreementAtLeast(0.9)] },
    close: { title: ${JSON.stringify(`${EVIL} ${"a very long title ".repeat(8)}`)}, climb: [agreementAtLeast(0.8)] },
    tag: {},
  },
}));
`;

const suite = inFolder("suite.mjs");

/** Runs one night of refunds, the first of them misses, and gives the folder of the run. */
async function night(name: string, n: number, misses: number, version = "1"): Promise<string> {
  const cases = Array.from({ length: n }, (_, i) => {
    const act = { type: "refund", params: { amount: i } };
    return { id: `${name}-${i}`, input: { kind: "act", actions: [act] }, decisions: [{ actions: i < misses ? [] : [act] }] };
  });
  const data = inFolder(`${name}.jsonl`);
  writeFileSync(join(root, data), cases.map((one) => `${JSON.stringify(one)}\n`).join(""));
  const dir = inFolder(`run-${name}-${version}`);
  const done = await earnest(["run", suite, "--data", data, "--run-dir", dir, "--quiet"], { DESK_VERSION: version });
  if (done.code !== 0) throw new Error(done.stderr);
  return dir;
}

async function told(args: readonly string[]): Promise<{ code: number | null; data: Drift }> {
  const { code, stdout, stderr } = await earnest(["drift", ...args, "--json"]);
  expect(stderr).toBe("");
  return { code, data: (JSON.parse(stdout) as Envelope).data as Drift };
}

// One after the other, since a run is put in order by when it began.
let nights: string[];
beforeAll(async () => {
  writeFileSync(join(root, suite), SUITE);
  nights = [];
  for (const [i, misses] of [2, 1, 2, 18].entries()) nights.push(await night(`n${i + 1}`, 40, misses));
});

describe("earnest drift", () => {
  test("finds a drop, ends with 5, and says from which night and what to do", async () => {
    const [{ code, data }, text] = await Promise.all([told(nights), earnest(["drift", ...nights])]);
    const detector = new EDetector({ share: 0.9, nights: 365 });
    const path = [2, 1, 2, 18].map((misses) => {
      detector.add({ matches: 40 - misses, misses });
      return detector.logM;
    });
    expect([code, text.code]).toEqual([5, 5]);
    expect(data.types[0]?.series.map(({ logM }) => logM)).toEqual(path);
    expect(data.types[0]?.now.alarmNight).toBe(4);
    expect(text.stdout).toMatch(/▼ ALARM {4}Issue a refund {12} since night 4, \d{4}-\d\d-\d\d\n/);
    expect(text.stdout).toContain("open a demotion run on fresh");
    expect(text.stdout.trimEnd().split("\n").at(-1)).toBe(`  Next: earnest run ${suite} --data ${inFolder("n4.jsonl")}`);
  });

  test("without a drop ends with 0, and with the promise it makes", async () => {
    const { code, stdout } = await earnest(["drift", ...nights.slice(0, 3)]);
    const said = stdout.replaceAll(/\s+/g, " ");
    expect(code).toBe(0);
    expect(said).toMatch(/- quiet Issue a refund \d% of the way to an alarm/);
    expect(said).toContain("a false alarm comes on average no sooner than every 365 nights with new cases");
    expect(said).toContain("of any of the 2 watched, no sooner than every 182 nights");
    expect(said).toContain("M must reach 730: --alarm-overall");
    expect(said).toContain("Not watched: tag (0 new cases): the suite sets no floor");
  });

  test("does not mind the order, nor a run named twice, and takes one night alone", async () => {
    const [usual, mixed, alone] = await Promise.all([
      told(nights),
      told([nights[2], nights[0], nights[3], nights[1], nights[0]] as string[]),
      told([nights[0] as string]),
    ]);
    expect({ ...mixed.data, leftOut: [] }).toEqual(usual.data);
    expect(mixed.data.leftOut).toHaveLength(1);
    expect(alone).toMatchObject({ code: 0, data: { nights: [{ night: 1 }] } });
  });

  test("begins anew with a version of the agent: the old alarm no longer stands", async () => {
    const newer = await night("n4", 40, 1, "2");
    const [{ code, data }, text] = await Promise.all([told([...nights, newer]), earnest(["drift", ...nights, newer])]);
    expect(code).toBe(0);
    expect(data.nights.at(-1)).toMatchObject({ version: "2", begins: true, repeats: 0 });
    expect(data.types[0]?.past).toEqual([{ night: 4, version: "1" }]);
    expect(text.stdout.replaceAll(/\s+/g, " ")).toContain("when clerk 2 began and M started at 0");
  });

  test("takes the rate, the distance of false alarms and one size of drop from the command line", async () => {
    const { data } = await told([...nights, "--base", "0.6", "--alarm-every", "30", "--alarm-overall", "--drop-to", "0.5"]);
    expect(data.guarantee).toEqual({ alarm: 90, perType: 90, overall: 30 });
    expect(data.types.map(({ base }) => base.share)).toEqual([0.6, 0.6, 0.6]);
    expect(data.types[0]?.now.chart).toMatchObject({ dropTo: 0.5 });
  });

  test("is plain text of 80 columns, and shows no hostile character raw", async () => {
    const { stdout } = await earnest(["drift", ...nights, "--drop-to", "0.7", "--base", "0.95"]);
    // A command to be pasted is never broken.
    expect(stdout.split("\n").filter((line) => line.length > 80 && !line.startsWith("  Next: "))).toEqual([]);
    expect(stdout).toContain("U+001B[31mU+202Eevil");
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there
    expect(stdout).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
  });

  test.each([
    ["a share that is none", ["--base", "95"], "USAGE"],
    ["less than a night", ["--alarm-every", "1"], "USAGE"],
    ["a run that is not there", ["no-such-run"], "RUN_NOT_FOUND"],
  ])("%s ends with 2 and says what to do next", async (_, args, code) => {
    const done = await earnest(["drift", nights[0] as string, ...args, "--json"]);
    expect(done.code).toBe(2);
    expect(JSON.parse(done.stdout)).toMatchObject({ ok: false, errors: [{ code, next: expect.any(String) as string }] });
  });
});
