import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readRegister } from "../register/readRegister.ts";
import { type Done, earnest, root } from "./earnestProcess.ts";
import type { Envelope } from "./say.ts";

// Whole processes, as a person or a nightly script starts them. A suite can import "earnest" only from inside the package.
mkdirSync(join(root, ".earnest"), { recursive: true });
const folder = relative(root, mkdtempSync(join(root, ".earnest", "test-gate-")));
const inFolder = (name: string) => join(folder, name);
afterAll(() => rmSync(join(root, folder), { recursive: true }));

interface Row {
  readonly at: string;
  readonly ask?: string;
  readonly breaker?: boolean;
}

/** A row of each kind: 200 proposals of `good` agree, and 20 in 60 of `bad` do not; of `young` there are three. */
const GOOD: Row = { at: "L3", ask: "L4" };
const ROWS: Readonly<Record<string, Row>> = { good: GOOD };

function suiteText(rows: Readonly<Record<string, Row>>, more = ""): string {
  const row = ([type, { at, ask, breaker = false }]: [string, Row]) =>
    `    ${type}: {\n      at: "${at}",${ask === undefined ? "" : ` ask: "${ask}",`}\n      breaker: ${breaker}, climb: [agreementAtLeast(FLOOR)], stay: [agreementAtLeast(0.85)],\n    },\n`;
  return `import { agreementAtLeast, defineSuite, evidenceLadder, inProcess, rows } from "earnest";
const FLOOR = Number(process.env.FLOOR ?? 0.9);
const kinds = { good: [200, 0], bad: [60, 20], young: [3, 0] };
const cases = Object.entries(kinds).flatMap(([type, [n, misses]]) => Array.from({ length: n }, (_, i) => ({
  raw: { id: type + i, input: type, decisions: [{ actions: i < misses ? [] : [{ type }] }] }, where: { file: "memory", line: i + 1 },
})));
const propose = ({ input }) => ({ kind: "act", actions: [{ type: input, params: {} }] });
export default defineSuite({
  name: process.env.NAME ?? "desk", dataset: { name: "desk", cases: rows("memory", cases) }, agent: inProcess({ name: "clerk", version: "1", propose }),
  waiver: { by: "the authors of these tests", because: "nothing happens" },
  ladder: { ...evidenceLadder, ...(process.env.PACE ? { pace: Number(process.env.PACE) } : {}) },${more}
  actions: {
${Object.entries(rows).map(row).join("")}  },
});
`;
}

const suite = inFolder("suite.mjs");
const run = inFolder("run");
const later = inFolder("later");
const standing = (rows: Readonly<Record<string, Row>>) => writeFileSync(join(root, suite), suiteText(rows));

beforeAll(async () => {
  standing(ROWS);
  expect(await earnest(["run", suite, "--run-dir", run, "-q"])).toMatchObject({ code: 0 });
  expect(await earnest(["observe", suite, "--run-dir", later, "-q"])).toMatchObject({ code: 0 });
});

let registers = 0;
const aRegister = () => inFolder(`autonomy-${registers++}.yaml`);
const gate = (register: string | undefined, ...more: string[]) =>
  earnest(["gate", run, ...(register === undefined ? [] : ["--register", register]), ...more]);
const promote = (register: string, ...more: string[]) =>
  earnest([
    "promote",
    "good",
    "--register",
    register,
    "--by",
    "Kim Lee",
    ...(more.includes("--report") ? [] : ["--report", run]),
    ...more,
  ]);
const demote = (register: string, type: string, ...more: string[]) =>
  earnest(["demote", type, "--register", register, "--by", "Kim Lee", "--because", "Too many complaints.", ...more]);
const read = (register: string) => readRegister(join(root, register)).register;
const textOf = (register: string) => readFileSync(join(root, register), "utf8");

interface GateData {
  readonly types: Readonly<Record<string, { readonly verdict: string }>>;
  readonly gate: { readonly code: number; readonly register: { readonly demoted: readonly object[] } | null };
}

function told({ stdout }: Done): Envelope & { readonly data: GateData } {
  return JSON.parse(stdout) as Envelope & { readonly data: GateData };
}

describe("earnest gate", () => {
  test("ends with 0 where every type that was asked about promotes", async () => {
    standing(ROWS);
    const done = await gate(undefined);
    expect(done).toMatchObject({ code: 0, stderr: "" });
    expect(done.stdout).toMatch(/▲ PROMOTE +good +at least 9\d\.\d% +L3 to L4/);
    expect(done.stdout.trimEnd().split("\n").at(-1)).toBe(`  Next: earnest promote good --report ${run} --by <name>`);
  });

  test("ends with 3 where one is held or not sure, and with 5 where one must move down, whatever else", async () => {
    standing({ ...ROWS, young: GOOD });
    expect(await gate(undefined)).toMatchObject({ code: 3, stdout: expect.stringContaining("? NOT ENOUGH EVIDENCE") });
    standing({ ...ROWS, young: GOOD, bad: GOOD });
    const done = await gate(undefined);
    expect(done).toMatchObject({ code: 5, stdout: expect.stringContaining("▼ DEMOTE") });
    expect(done.stdout).toContain(`Next: earnest demote bad --report ${run} --by <name> --because <text>`);
    expect(await gate(undefined, "--exit-zero")).toMatchObject({ code: 0 });
    const json = await gate(undefined, "--json", "--type", "good", "--type", "young");
    expect([json.code, told(json).ok, told(json).data.gate.code, Object.keys(told(json).data.types)]).toEqual([
      3,
      false,
      3,
      ["good", "young"],
    ]);
  });

  test("ends with 3 where nothing was asked", async () => {
    standing({ good: { at: "L3" } });
    expect(await gate(undefined)).toMatchObject({ code: 3 });
  });

  test("ends with 2 for what is not there, and 4 behind a weaker wall than was asked for, zero or not", async () => {
    standing(ROWS);
    expect(await gate(undefined, "--type", "goood")).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("no action type"),
    });
    expect(await gate(inFolder("none.yaml"), "--exit-zero")).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("no register at"),
    });
    expect(await gate(undefined, "--require-isolation", "I2", "--exit-zero")).toMatchObject({ code: 4 });
  });

  test("promotes nothing on a run that was cut off", async () => {
    standing(ROWS);
    const cut = inFolder("cut");
    cpSync(join(root, run), join(root, cut), { recursive: true });
    const journal = join(root, cut, "journal");
    const [segment] = readdirSync(journal).filter((name) => name.endsWith(".jsonl"));
    const lines = readFileSync(join(journal, segment as string), "utf8").split("\n");
    writeFileSync(join(journal, segment as string), `${lines.slice(0, -4).join("\n")}\n`);
    const done = await earnest(["gate", cut]);
    expect(done).toMatchObject({ code: 3, stdout: expect.stringContaining("cases by earnest run".slice(0, 5)) });
    expect(done.stdout).toContain("NOT ENOUGH EVIDENCE");
    expect(await promote(aRegister(), "--report", cut)).toMatchObject({
      code: 3,
      stderr: expect.stringContaining("The run was cut off"),
    });
  });
});

describe("a promotion", () => {
  test("begins the register where the suite says that each type stands, and goes one rung up", async () => {
    standing({ ...ROWS, young: { at: "L2" } });
    const register = aRegister();
    const done = await promote(register, "--expires", "30");
    expect(done).toMatchObject({ code: 0, stderr: "" });
    expect(done.stdout).toContain("▲ good is promoted from L3 to L4, by Kim Lee");
    expect(done.stdout).toContain('set at: "L4"');
    const { actions, history } = read(register);
    expect(history.map(({ type, kind, from, to }) => [type, kind, from, to])).toEqual([
      ["good", "began", null, "L3"],
      ["young", "began", null, "L2"],
      ["good", "promote", "L3", "L4"],
    ]);
    const { since, expires, evidence } = actions.get("good") ?? {};
    expect(Date.parse(expires as string) - Date.parse(since as string)).toBe(30 * 86_400_000);
    expect(evidence).toEqual(history.at(-1)?.evidence);
  });

  test("is refused for every reason there is, all said at once, and writes nothing", async () => {
    standing(ROWS);
    const register = aRegister();
    expect(await promote(register)).toMatchObject({ code: 0 });
    const written = textOf(register);
    const again = await promote(register);
    expect(again.code).toBe(3);
    expect(again.stderr).toContain("It stands on L4 in the register, and the gate was about L3.");
    expect(again.stderr).toContain("the same evidence leads up once");
    standing({ good: { at: "L4", ask: "L5" } });
    const used = await promote(register);
    expect([used.code, used.stderr]).toEqual([3, expect.stringContaining("the same evidence leads up once")]);
    expect(used.stderr).not.toContain("It stands on");
    const paced = await earnest(["promote", "good", "--register", register, "--by", "Kim Lee", "--report", later], {
      PACE: "28",
    });
    expect([paced.code, paced.stderr]).toEqual([
      3,
      expect.stringContaining("asks for 28 days between one promotion and the next"),
    ]);
    const held = await earnest(["promote", "good", "--register", register, "--by", "Kim Lee", "--report", later], {
      FLOOR: "0.999",
    });
    expect([held.code, held.stderr]).toEqual([3, expect.stringContaining("What would change it:")]);
    expect(textOf(register)).toBe(written);
    expect(await promote(register, "--report", later)).toMatchObject({ code: 0 });
    expect(read(register).actions.get("good")?.rung).toBe("L5");
  });

  test("cannot undo a demotion with what was seen before it", async () => {
    standing({ good: { at: "L2", ask: "L3" } });
    const register = aRegister();
    expect(await promote(register)).toMatchObject({ code: 0 });
    expect(await demote(register, "good")).toMatchObject({ code: 0 });
    const done = await promote(register, "--report", later);
    expect([done.code, done.stderr]).toEqual([3, expect.stringContaining("what was seen before that cannot undo it")]);
  });

  test("does not take a report's word for it, nor a name nobody can read", async () => {
    standing(ROWS);
    const report = inFolder("run/report.json");
    expect(await earnest(["report", run])).toMatchObject({ code: 0 });
    const register = aRegister();
    const honest = readFileSync(join(root, report), "utf8");
    writeFileSync(join(root, report), honest.replace(/"matches": 200/, '"matches": 201'));
    const forged = await promote(register, "--report", report);
    expect([forged.code, forged.stderr]).toEqual([3, expect.stringContaining("does not say what judging its run says")]);
    expect(existsSync(join(root, register))).toBe(false);
    writeFileSync(join(root, report), honest);
    expect(await promote(register, "--report", report)).toMatchObject({ code: 0 });
    expect(await earnest(["promote", "good", "--report", run, "--by", "."])).toMatchObject({ code: 2 });
    expect(await earnest(["promote", "good", "--report", run])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("--by"),
    });
    expect(await promote(aRegister(), "--expires", "0")).toMatchObject({ code: 2 });
  });
});

describe("a demotion", () => {
  test("goes any number of rungs down, for a reason, without a run", async () => {
    standing(ROWS);
    const register = aRegister();
    await promote(register);
    const done = await demote(register, "good", "--to", "L1");
    expect(done).toMatchObject({ code: 0, stdout: expect.stringContaining("▼ good is demoted from L4 to L1, by Kim Lee") });
    expect(read(register).history.at(-1)).toMatchObject({
      kind: "demote",
      from: "L4",
      to: "L1",
      because: "Too many complaints.",
      evidence: null,
    });
    expect(await demote(register, "good", "--to", "L2")).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("is not below it"),
    });
    expect(await demote(register, "young")).toMatchObject({ code: 2, stderr: expect.stringContaining("not in the register") });
    expect(await demote(aRegister(), "good")).toMatchObject({ code: 2, stderr: expect.stringContaining("there is no register") });
    expect(await earnest(["demote", "good", "--register", register, "--by", "Kim Lee"])).toMatchObject({ code: 2 });
  });

  test("is written by the gate alone where the suite says so, once, and by nobody else where it does not", async () => {
    const register = aRegister();
    standing({ ...ROWS, bad: GOOD, young: GOOD });
    expect(await demote(register, "young", "--report", run)).toMatchObject({ code: 0 });
    standing({ ...ROWS, bad: GOOD, young: { at: "L2", ask: "L3" } });
    expect(await gate(register)).toMatchObject({ code: 5 });
    expect(read(register).actions.get("bad")?.rung).toBe("L3");
    standing({ ...ROWS, bad: { ...GOOD, breaker: true }, young: { at: "L2", ask: "L3" } });
    const dry = await gate(register, "--dry-run");
    expect([dry.code, dry.stdout]).toEqual([5, expect.stringContaining("bad would be demoted from L3 to L2")]);
    expect(read(register).actions.get("bad")?.rung).toBe("L3");
    const done = await gate(register);
    expect([done.code, done.stdout]).toEqual([5, expect.stringContaining("bad is demoted from L3 to L2")]);
    const written = textOf(register);
    expect(read(register).history.at(-1)).toMatchObject({
      type: "bad",
      kind: "demote",
      to: "L2",
      by: "earnest gate, circuit breaker",
    });
    // The same run again, by the suite as it was and as it should be now.
    const again = await gate(register);
    expect([again.code, again.stdout]).toEqual([5, expect.stringContaining('set at: "L2" in the suite')]);
    standing({ ...ROWS, bad: { at: "L2", ask: "L3", breaker: true }, young: { at: "L2", ask: "L3" } });
    expect(await gate(register)).toMatchObject({ code: 5 });
    // An older run says nothing new either.
    expect(await earnest(["gate", later, "--register", register])).toMatchObject({ code: 5 });
    expect(textOf(register)).toBe(written);
  });
});

describe("a register beside a gate", () => {
  test("that says otherwise stops it, with both places and what to do", async () => {
    standing(ROWS);
    const register = aRegister();
    await promote(register);
    const done = await gate(register);
    expect(done.code).toBe(2);
    const place =
      textOf(register)
        .split("\n")
        .findIndex((line) => line.includes("rung: L4")) + 1;
    const row =
      suiteText(ROWS)
        .split("\n")
        .findIndex((line) => line.includes('at: "L3"')) + 1;
    expect(done.stderr).toContain(`${register}:${place}: good stands on L4 in the register, and the suite judged it on L3`);
    expect(done.stderr).toContain(`${suite}:${row} at: "L3"`);
    expect(done.stderr).toContain('set at: "L4" in the suite');
    const json = await gate(register, "--json", "--exit-zero");
    expect([json.code, told(json).errors[0]?.code]).toEqual([2, "REGISTER_DIFFERS"]);
  });

  test("of another suite, or with a rung two above typed by hand, stops it with the line", async () => {
    standing(ROWS);
    const register = aRegister();
    await demote(register, "good", "--report", run);
    const other = await earnest(["gate", run, "--register", register], { NAME: "another desk" });
    expect([other.code, other.stderr]).toEqual([2, expect.stringContaining('is of the suite "desk"')]);
    const text = textOf(register);
    writeFileSync(join(root, register), text.replace("    rung: L2\n", "    rung: L4\n"));
    const line = text.split("\n").findIndex((one) => one.includes("rung: L2")) + 1;
    const done = await gate(register);
    expect(done.code).toBe(2);
    expect(done.stderr).toContain(`${register}:${line}: "good" the history leads to L2 and the register says L4: two rungs up`);
    expect(await promote(register, "--report", later)).toMatchObject({ code: 2 });
  });

  test("says what is missing in it", async () => {
    standing(ROWS);
    const register = aRegister();
    await promote(register);
    standing({ good: { at: "L4", ask: "L5" }, young: GOOD });
    const done = await gate(register, "--type", "young");
    expect([done.code, done.stdout]).toEqual([3, expect.stringContaining('"young" is not in the register yet')]);
  });
});
