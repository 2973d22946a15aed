import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, describe, expect, test } from "vitest";
import { allOf, earnest, KEY, type Model, type Seen, startModel } from "./live.ts";

const folder = mkdtempSync(join(tmpdir(), "earnest-live-"));
/** Of 500 cases with two calls each, about one in four meets something. */
const FAULTS =
  "429=0.05,500=0.03,503=0.02,hang=0.01,reset=0.02,cut=0.02,bad-json=0.03,unknown-tool=0.02,wrong-types=0.02,silent=0.01,ansi=0.02,utf8=0.02";

afterAll(() => rmSync(folder, { recursive: true }));

interface Ran {
  readonly code: number | null;
  readonly said: string;
  readonly seen: Seen;
  readonly report: {
    readonly flow: object;
    readonly evidence: { readonly outcomes: { readonly failed: number } };
    readonly types: readonly { readonly evidence: { readonly facts: object } }[];
  };
}

/** A whole run as a user starts it, against the pretended model as a process of its own. */
async function ran(name: string, faults: string, args: readonly string[] = []): Promise<Ran> {
  await using model = await startModel(5, faults);
  const run = join(folder, name);
  const how = ["run", "suites/refund-desk-live", "--run-dir", run, "--seed", "7", "--concurrency", "32", ...args];
  const { code, out, err } = await earnest(model, how).done;
  const report =
    code === 0 ? (JSON.parse(readFileSync(join(run, "report.json"), "utf8")) as Ran["report"]) : ({} as Ran["report"]);
  return { code, said: `${err}${out}`, seen: await model.seen(), report };
}

/** Without what no two runs share: when they were made, how long answers took, and what was paid twice. */
function counted(types: Ran["report"]["types"]): object[] {
  return types.map(({ evidence: { facts: _, ...evidence }, ...type }) => ({ ...type, evidence }));
}

describe("a live run of 500 cases", () => {
  test("comes to the same judgement through limits, breakdowns, hangs and malformed calls, and loses no case", async () => {
    const [calm, rough] = await Promise.all([ran("calm", ""), ran("rough", FAULTS, ["--call-timeout", "1"])]);
    expect([calm.code, rough.code], rough.said).toEqual([0, 0]);
    for (const kind of ["429", "500", "503", "hang", "reset", "cut", "bad-json", "unknown-tool", "wrong-types", "silent"]) {
      expect(rough.seen.faults[kind], kind).toBeGreaterThan(0);
    }
    expect(rough.report.flow).toMatchObject({ read: 500, asked: 500, observed: 500, missing: 0 });
    expect(rough.report.evidence.outcomes.failed).toBe(0);
    expect([rough.report.flow, rough.report.evidence, counted(rough.report.types)]).toEqual([
      calm.report.flow,
      calm.report.evidence,
      counted(calm.report.types),
    ]);
    expect(rough.said).toMatch(/model calls: [\s\S]* USD/);
    // Nothing that was answered was asked again, and the key went to the model alone.
    expect(Object.values(rough.seen.contents).filter(({ answered }) => answered !== 1)).toEqual([]);
    expect(rough.seen.authorizations).toEqual([`Bearer ${KEY}`]);
    expect(`${allOf(folder)}${rough.said}`).not.toContain(KEY);
  }, 60_000);
});

describe("a live run that is killed", () => {
  const KILLS = 20;
  const IN_HAND = 8;
  const command = (run: string) => [
    "run",
    "suites/refund-desk-live",
    "--run-dir",
    run,
    "--seed",
    "7",
    "--concurrency",
    String(IN_HAND),
  ];

  /** What a judgement says, without when and under what name. */
  function judged(run: string): object {
    const { flow, evidence, types, usage } = JSON.parse(readFileSync(join(run, "report.json"), "utf8")) as Ran["report"] & {
      readonly usage: object;
    };
    return { flow, evidence, types: counted(types), usage };
  }

  /** Runs until the model was asked so often, then kills without a warning. */
  async function killedAfter(model: Model, requests: number, args: readonly string[]): Promise<void> {
    const until = (await model.seen()).requests + requests;
    const running = earnest(model, args);
    let over = false;
    void running.done.then(() => {
      over = true;
    });
    // Looks again and again instead of waiting a fixed time: a busy machine takes longer to start.
    while (!over && (await model.seen()).requests < until) await wait(3);
    running.kill();
    const { code, err } = await running.done;
    expect(code, err).toBeNull();
  }

  test("twenty times at random and resumed comes to the same, and pays no finished call again", async () => {
    await using model = await startModel(10, "429=0.02,500=0.02");
    const whole = join(folder, "whole");
    expect((await earnest(model, [...command(whole), "-q"]).done).code).toBe(0);
    const before = (await model.seen()).contents;
    const run = join(folder, "killed");
    let random = 20_261;
    for (let kill = 0; kill < KILLS; kill++) {
      random = (random * 48_271) % (2 ** 31 - 1);
      await killedAfter(model, 1 + (random % 40), [...command(run), "-q", ...(kill === 0 ? [] : ["--resume"])]);
    }
    const last = await earnest(model, [...command(run), "-q", "--resume"]).done;
    expect(last.code, last.err).toBe(0);
    expect(judged(run)).toEqual(judged(whole));
    const { contents } = await model.seen();
    const again = Object.entries(contents).map(([body, { answered }]) => answered - (before[body]?.answered ?? 0) - 1);
    expect(Math.min(...again)).toBe(0);
    const repeated = again.reduce((sum, times) => sum + times, 0);
    expect(repeated).toBeLessThanOrEqual(KILLS * IN_HAND);

    const verified = await earnest(model, ["verify", run, "--replay", "--json"]).done;
    expect(verified.code, `${verified.err}${verified.out}`).toBe(0);
    expect(verified.out).toMatch(/"reproduced":\s*500/);
    const cassette = join(run, "cassette");
    const segments = readdirSync(cassette).map((name) => ({ name, text: readFileSync(join(cassette, name), "utf8") }));
    const [{ name, text } = { name: "", text: "" }] = segments.filter((one) => one.text.includes("confidence")).slice(3);
    writeFileSync(join(cassette, name), text.replace("confidence", "confidense"));
    const tampered = await earnest(model, ["verify", run, "--replay"]).done;
    expect(tampered.code).toBe(4);
    expect(`${tampered.out}${tampered.err}`).toContain(`${name}:`);
  }, 180_000);
});
