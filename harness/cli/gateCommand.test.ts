import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { enter } from "../register/enter.ts";
import { readRegister } from "../register/readRegister.ts";
import type { Register, RegisterEntry } from "../register/register.ts";
import { writeRegister } from "../register/writeRegister.ts";
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

function suiteText(rows: Readonly<Record<string, Row>>): string {
  const row = ([type, { at, ask, breaker = false }]: [string, Row]) =>
    `    ${type}: {\n      at: "${at}",${ask === undefined ? "" : ` ask: "${ask}",`}\n      breaker: ${breaker}, climb: [agreementAtLeast(0.9)], stay: [agreementAtLeast(0.85)],\n    },\n`;
  return `import { agreementAtLeast, defineSuite, inProcess, rows } from "earnest";
const kinds = { good: [200, 0], bad: [60, 20], young: [3, 0] };
const cases = Object.entries(kinds).flatMap(([type, [n, misses]]) => Array.from({ length: n }, (_, i) => ({
  raw: { id: type + i, input: type, decisions: [{ actions: i < misses ? [] : [{ type }] }] }, where: { file: "memory", line: i + 1 },
})));
const propose = ({ input }) => ({ kind: "act", actions: [{ type: input, params: {} }] });
export default defineSuite({
  name: "desk", dataset: { name: "desk", cases: rows("memory", cases) }, agent: inProcess({ name: "clerk", version: "1", propose }),
  waiver: { by: "the authors of these tests", because: "nothing happens" },
  actions: {
${Object.entries(rows).map(row).join("")}  },
});
`;
}

const suite = inFolder("suite.mjs");
const run = inFolder("run");
const standing = (rows: Readonly<Record<string, Row>>) => writeFileSync(join(root, suite), suiteText(rows));

beforeAll(async () => {
  standing(ROWS);
  expect(await earnest(["run", suite, "--run-dir", run, "-q"])).toMatchObject({ code: 0 });
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

const ABOUT = { owners: {}, demotion: "One rung down." };

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

  test("ends with 3 where one is not sure or nothing was asked, and with 5 where one must move down, whatever else", async () => {
    standing({ ...ROWS, young: GOOD, bad: GOOD });
    const [done, zero, json] = await Promise.all([
      gate(undefined),
      gate(undefined, "--exit-zero"),
      gate(undefined, "--json", "--type", "good", "--type", "young"),
    ]);
    expect(done).toMatchObject({ code: 5, stdout: expect.stringContaining("▼ DEMOTE") });
    expect(done.stdout).toContain(`Next: earnest demote bad --report ${run} --by <name> --because <text>`);
    expect(zero.code).toBe(0);
    expect([json.code, told(json).ok, told(json).data.gate.code, Object.keys(told(json).data.types)]).toEqual([
      3,
      false,
      3,
      ["good", "young"],
    ]);
    // All that the page says is in the JSON too.
    const { data } = told(json);
    expect(data).toMatchObject({
      loosened: [{ type: "young", says: expect.stringContaining("young") }, { type: "bad" }],
      types: { good: { bound: "evidence", ceiling: null, policy: null } },
    });
    expect(data).toMatchObject({ types: { good: { leftOut: expect.any(Array), findings: { hold: [] } } } });
    standing({ good: { at: "L3" } });
    expect(await gate(undefined)).toMatchObject({ code: 3 });
  });

  test("ends with 2 for what is not there, and 4 behind a weaker wall than was asked for, zero or not", async () => {
    standing(ROWS);
    const [stranger, missing, weak] = await Promise.all([
      gate(undefined, "--type", "goood"),
      gate(inFolder("none.yaml"), "--exit-zero"),
      gate(undefined, "--require-isolation", "I2", "--exit-zero"),
    ]);
    expect(stranger).toMatchObject({ code: 2, stderr: expect.stringContaining("no action type") });
    expect(missing).toMatchObject({ code: 2, stderr: expect.stringContaining("no register at") });
    expect(weak.code).toBe(4);
  });

  test("promotes nothing on a run that was cut off, and nor does promote", async () => {
    standing(ROWS);
    const cut = inFolder("cut");
    cpSync(join(root, run), join(root, cut), { recursive: true });
    const segment = join(
      root,
      cut,
      "journal",
      readdirSync(join(root, cut, "journal")).find((name) => name.endsWith(".jsonl")) as string,
    );
    writeFileSync(segment, `${readFileSync(segment, "utf8").split("\n").slice(0, -4).join("\n")}\n`);
    const done = await earnest(["gate", cut]);
    expect([done.code, done.stdout]).toEqual([3, expect.stringContaining("NOT ENOUGH EVIDENCE")]);
    expect(await promote(aRegister(), "--report", cut)).toMatchObject({
      code: 3,
      stderr: expect.stringContaining("The run was cut off"),
    });
  });
});

test("a register begins at the first promotion, and from then on the gate and every further move are held against it", async () => {
  standing({ ...ROWS, young: { at: "L2" } });
  const register = aRegister();
  const done = await promote(register, "--expires", "30");
  expect(done).toMatchObject({ code: 0, stderr: "" });
  expect(done.stdout).toContain("▲ good is promoted from L3 to L4, by Kim Lee");
  const { actions, history } = read(register);
  expect(history.map(({ type, kind, from, to }) => [type, kind, from, to])).toEqual([
    ["good", "began", null, "L3"],
    ["young", "began", null, "L2"],
    ["good", "promote", "L3", "L4"],
  ]);
  const { since, expires } = actions.get("good") ?? {};
  expect(Date.parse(expires as string) - Date.parse(since as string)).toBe(30 * 86_400_000);
  const text = textOf(register);
  const lineIn = (all: string, part: string) => all.split("\n").findIndex((line) => line.includes(part)) + 1;

  // Everything that stands against it is said at once, and nothing is written.
  const [again, differs, json] = await Promise.all([promote(register), gate(register), gate(register, "--json", "--exit-zero")]);
  expect(again.code).toBe(3);
  expect(again.stderr).toContain("2 things stand against it");
  expect(again.stderr).toContain("It stands on L4 in the register, and the gate was about L3.");
  expect(again.stderr).toContain("the same evidence leads up once");
  expect(textOf(register)).toBe(text);

  // The suite still says L3: both places, and what to do.
  expect(differs.code).toBe(2);
  expect(differs.stderr).toContain(
    `${register}:${lineIn(text, "rung: L4")}: good stands on L4 in the register, and the suite judged it on L3`,
  );
  expect(differs.stderr).toContain(`${suite}:${lineIn(readFileSync(join(root, suite), "utf8"), 'at: "L3"')} at: "L3"`);
  expect(differs.stderr).toContain('set at: "L4" in the suite');
  expect([json.code, told(json).errors[0]?.code]).toEqual([2, "REGISTER_DIFFERS"]);

  // A rung two above, typed by hand, is the history's to refuse.
  writeFileSync(join(root, register), text.replace("    rung: L2\n", "    rung: L4\n"));
  const typed = await gate(register);
  expect(typed.code).toBe(2);
  expect(typed.stderr).toContain(
    `${register}:${lineIn(text, "rung: L2")}: "young": the history leads to L2 and the register says L4: two rungs up`,
  );
});

test("a run whose suite is not to be seen from here says how to name it", async () => {
  standing(ROWS);
  writeFileSync(join(root, inFolder("other.mjs")), suiteText(ROWS));
  const gone = inFolder("gone");
  expect(await earnest(["run", inFolder("other.mjs"), "--run-dir", gone, "-q"])).toMatchObject({ code: 0 });
  rmSync(join(root, inFolder("other.mjs")));
  const done = await earnest(["gate", gone]);
  expect([done.code, done.stderr]).toEqual([2, expect.stringContaining("name its suite with --suite")]);
  expect(await earnest(["gate", gone, "--suite", suite])).toMatchObject({ code: 0 });
});

test("a run folder may be named like a report", async () => {
  standing(ROWS);
  const named = inFolder("night.json");
  cpSync(join(root, run), join(root, named), { recursive: true });
  expect(await earnest(["gate", named])).toMatchObject({ code: 0, stderr: "" });
});

test("promote does not take a report's word for it, nor a name nobody can read", async () => {
  standing(ROWS);
  const report = inFolder("run/report.json");
  const register = aRegister();
  const honest = readFileSync(join(root, report), "utf8");
  writeFileSync(join(root, report), honest.replace('"matches": 200', '"matches": 201'));
  const forged = await promote(register, "--report", report);
  expect([forged.code, forged.stderr]).toEqual([3, expect.stringContaining("does not say what judging its run says")]);
  expect(existsSync(join(root, register))).toBe(false);
  writeFileSync(join(root, report), honest);
  expect(await promote(register, "--report", report)).toMatchObject({ code: 0 });
  expect(await earnest(["promote", "good", "--report", run, "--by", "K"])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("at least two letters"),
  });
});

test("demote goes any number of rungs down, for a reason and without a run", async () => {
  standing(ROWS);
  const register = aRegister();
  expect(await demote(register, "good")).toMatchObject({ code: 2, stderr: expect.stringContaining("there is no register") });
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
  expect(await earnest(["demote", "good", "--register", register, "--by", "Kim Lee"])).toMatchObject({ code: 2 });
});

test("the gate writes a demotion where the suite has a circuit breaker, once", async () => {
  const rows = (bad: Row) => standing({ bad, young: { at: "L2" } });
  rows({ ...GOOD, breaker: true });
  const register = aRegister();
  expect(await demote(register, "young", "--report", run)).toMatchObject({ code: 0 });
  standing({ bad: { ...GOOD, breaker: true }, young: { at: "L1" } });
  const dry = await gate(register, "--dry-run");
  expect([dry.code, dry.stdout]).toEqual([5, expect.stringContaining("bad would be demoted from L3 to L2")]);
  expect(read(register).actions.get("bad")?.rung).toBe("L3");
  const done = await gate(register);
  expect([done.code, done.stdout]).toEqual([5, expect.stringContaining("bad is demoted from L3 to L2")]);
  expect(read(register).history.at(-1)).toMatchObject({
    type: "bad",
    kind: "demote",
    to: "L2",
    by: "earnest gate, circuit breaker",
  });
  const written = textOf(register);
  const again = await gate(register);
  expect([again.code, again.stdout]).toEqual([5, expect.stringContaining('set at: "L2" in the suite, and ask: "L3" or none')]);
  expect(textOf(register)).toBe(written);
  // What it cost is written: the way on is the suite's, and the same run costs no second rung.
  for (const { stdout } of [done, again])
    expect(stdout.trimEnd().split("\n").at(-1)).toBe(
      `  Next: for bad, set at: "L2" in the suite, and ask: "L3" or none (${suite})`,
    );
  expect(await demote(register, "bad", "--report", run)).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("has led bad down to L2 already"),
  });
  expect(textOf(register)).toBe(written);
  expect(await demote(register, "bad")).toMatchObject({ code: 0 });
});

test("a gate that ends because one type stands elsewhere says what its circuit breaker has just written of another", async () => {
  standing({ bad: { ...GOOD, breaker: true }, young: { at: "L2" } });
  const register = aRegister();
  await demote(register, "young", "--report", run);
  await demote(register, "young");
  const done = await gate(register);
  expect([done.code, done.stderr]).toEqual([2, expect.stringContaining("young stands on L0 in the register")]);
  expect(done.stderr).toContain(
    `This gate has just written to ${register}: bad is demoted from L3 to L2, by its circuit breaker`,
  );
  expect(read(register).actions.get("bad")?.rung).toBe("L2");
});

test("no clock that ran ahead keeps anything from going down, or a gate from its verdicts", async () => {
  standing({ ...ROWS, bad: { ...GOOD, breaker: true } });
  const register = aRegister();
  await promote(register);
  const { suite: name, ladder, history } = read(register);
  const [first] = history as [RegisterEntry];
  const empty: Register = { suite: name, ladder, actions: new Map(), history: [] };
  const ahead = history.reduce(
    (all, { from: _, previous: __, digest: ___, ...entry }) =>
      enter(
        all,
        { ...entry, at: "2090-01-01T00:00:00.000Z", expires: entry.expires === null ? null : "2090-02-01T00:00:00.000Z" },
        ABOUT,
      ),
    empty,
  );
  expect(first.kind).toBe("began");
  rmSync(join(root, register));
  writeRegister(join(root, register), null, ahead);
  standing({ good: { at: "L4", ask: "L5" }, bad: { ...GOOD, breaker: true } });
  const done = await gate(register);
  expect([done.code, done.stdout]).toEqual([5, expect.stringContaining("bad is demoted from L3 to L2")]);
  expect(done.stdout.replaceAll(/\s+/g, " ")).toContain("It is dated 2090-01-01T00:00:00.000Z, as the last entry is");
  const down = await demote(register, "good");
  expect([down.code, down.stdout.replaceAll(/\s+/g, " ")]).toEqual([0, expect.stringContaining("It is dated 2090-01-01")]);
});

test("the same cases, asked about again, lead up once, unless somebody says why", async () => {
  standing(ROWS);
  const register = aRegister();
  const second = inFolder("second");
  expect(await earnest(["run", suite, "--run-dir", second, "-q"])).toMatchObject({ code: 0 });
  await promote(register);
  standing({ good: { at: "L4", ask: "L5" } });
  const again = await promote(register, "--report", second);
  expect([again.code, again.stderr]).toEqual([3, expect.stringContaining("The same cases have led it to L4 already")]);
  expect(await promote(register, "--report", second, "--because", "A new model behind it.")).toMatchObject({ code: 0 });
  expect(read(register).history.at(-1)).toMatchObject({ to: "L5", because: "A new model behind it." });
});

test("a gate names the length and the head of the history, so that entries taken off its end are seen", async () => {
  standing(ROWS);
  const register = aRegister();
  await demote(register, "good", "--report", run, "--to", "L2");
  standing({ good: { at: "L2", ask: "L3" } });
  const { stdout } = await gate(register);
  expect(stdout.replaceAll(/\s+/g, " ")).toContain(
    `${register}: 2 entries, the last with digest ${read(register).history.at(-1)?.digest.slice(0, 16)}`,
  );
});

test("the gate is closed once the evidence behind a rung has expired", async () => {
  standing({ good: { at: "L4", ask: "L5" } });
  const register = aRegister();
  const move = { type: "good", by: "Kim Lee", envelope: null } as const;
  const begun = enter(
    { suite: "desk", ladder: { name: "evidence", rungs: ["L0", "L1", "L2", "L3", "L4", "L5"] }, actions: new Map(), history: [] },
    { ...move, kind: "began", to: "L3", at: "2020-01-01T00:00:00.000Z", evidence: null, expires: null },
    { owners: {}, demotion: "One rung down." },
  );
  const evidence = { run: "run-0", ledger: "0".repeat(32), judgement: "0".repeat(64) };
  const at = "2020-02-01T00:00:00.000Z";
  writeRegister(
    join(root, register),
    null,
    enter(begun, { ...move, kind: "promote", to: "L4", at, evidence, expires: "2020-05-01T00:00:00.000Z" }),
  );
  const done = await gate(register);
  expect([done.code, done.stdout]).toEqual([3, expect.stringContaining("expired on 2020-05-01")]);
  expect(done.stdout).toContain("▲ PROMOTE");
});
