import { chmodSync, existsSync, mkdtempDisposableSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { sha256 } from "../canonical.ts";
import { EarnestError, formatWhere } from "../errors.ts";
import { datedAt, enter, type Move } from "./enter.ts";
import { parseRegister } from "./parseRegister.ts";
import { readRegister } from "./readRegister.ts";
import { entryDigest, originOf, type Register, type RegisterEntry } from "./register.ts";
import { registerFaults } from "./registerFaults.ts";
import { registerText, writeRegister } from "./writeRegister.ts";

const RUNGS = ["L0", "L1", "L2", "L3", "L4", "L5"];
const EMPTY: Register = { suite: "desk", ladder: { name: "evidence", rungs: RUNGS }, actions: new Map(), history: [] };
const ABOUT = { owners: { business: "Kim Lee" }, demotion: "One rung down." };

const day = (n: number) => new Date(Date.UTC(2026, 0, 1 + n)).toISOString();

function began(type: string, to: string, at = day(0)): Move {
  return { type, kind: "began", to, at, by: "Kim Lee", evidence: null, envelope: null, expires: null };
}

function promote(type: string, to: string, n: number): Move {
  const evidence = { run: `run-${n}`, ledger: sha256(`ledger ${n}`), judgement: sha256(`judgement ${n}`) };
  return {
    ...began(type, to, day(n)),
    kind: "promote",
    loosened: ["“refund”: less is asked."],
    because: "Agreed in May.",
    evidence,
    envelope: sha256("rules"),
    expires: day(n + 90),
  };
}

function demote(type: string, to: string, n: number, because = "It was wrong too often."): Move {
  return { ...began(type, to, day(n)), kind: "demote", because };
}

function some(): Register {
  const begun = enter(enter(EMPTY, began("refund", "L3"), ABOUT), began("close", "L3"), ABOUT);
  return enter(enter(begun, promote("refund", "L4", 1)), demote("close", "L2", 2));
}

/** The text, read again from a file of that name. */
function readText(text: string | Buffer): Register {
  using folder = mkdtempDisposableSync(join(tmpdir(), "earnest-register-"));
  const file = join(folder.path, "autonomy.yaml");
  writeFileSync(file, text);
  return readRegister(file).register;
}

/** What reading a text is refused with: the line, and all that is said. */
function refusal(text: string | Buffer): { line: number | undefined; says: string; code: string } {
  try {
    readText(text);
  } catch (error) {
    if (!(error instanceof EarnestError)) throw error;
    const line = error.where?.line;
    expect(formatWhere(error.where as { file: string })).toMatch(line === undefined ? /autonomy\.yaml$/ : /autonomy\.yaml:\d+$/);
    return { line, says: [error.message, ...error.details].join("\n"), code: error.code };
  }
  throw new Error("it was read");
}

function lineWith(text: string, part: string | RegExp, from = 0): number {
  const lines = text.split("\n");
  return 1 + lines.findIndex((line, i) => i >= from && (typeof part === "string" ? line.includes(part) : part.test(line)));
}

const TEXT = registerText(null, some());

describe("a register", () => {
  test("reads as it was written", () => {
    expect(readText(TEXT)).toEqual(some());
  });

  test("keeps a person's comments, order and owners when a move is written", () => {
    const edited = TEXT.replace("    rung: L4\n", "    rung: L4 # as agreed in May\n")
      .replace("  close:\n", "  # the desk's own\n  close:\n")
      .replace("business: Kim Lee", "business: Ann Ray # since June");
    const before = readText(edited);
    const after = registerText(edited, enter(before, demote("refund", "L3", 3)));
    expect(after).toContain("rung: L3 # as agreed in May");
    expect(after).toContain("  # the desk's own\n  close:\n");
    expect(after).toContain("business: Ann Ray # since June");
    expect(readText(after).actions.get("refund")).toMatchObject({ rung: "L3", owners: { business: "Ann Ray" }, evidence: null });
    // Nothing but the move: every line of before that did not have to change is there.
    const lost = edited.split("\n").filter((line) => !after.split("\n").includes(line));
    expect(lost.length).toBeLessThan(8);
  });

  const TYPES = ["refund", "close", "__proto__", "a: b #", "1", "null"];
  const steps = fc.array(fc.tuple(fc.constantFrom(...TYPES), fc.boolean(), fc.nat(4), fc.string({ unit: "grapheme" })), {
    maxLength: 12,
  });

  test("comes back the same after any moves, written one after the other", () => {
    fc.assert(
      fc.property(steps, (moves) => {
        let register = EMPTY;
        let text: string | null = null;
        for (const [n, [type, up, far, words]] of moves.entries()) {
          const stands = RUNGS.indexOf(register.actions.get(type)?.rung ?? "");
          if (stands < 0) register = enter(register, began(type, RUNGS[1 + far] as string, day(n)), ABOUT);
          else if (up && stands < 5) register = enter(register, promote(type, RUNGS[stands + 1] as string, n));
          else if (!up && stands > 0)
            register = enter(register, demote(type, RUNGS[Math.max(0, stands - 1 - far)] as string, n, `because ${words}`));
          text = registerText(text, register);
          expect(readText(text)).toEqual(register);
        }
      }),
      { seed: 5, numRuns: 60 },
    );
  });

  test("never takes a changed entry of its history for the one that was written", () => {
    const from = TEXT.indexOf("\nhistory:") + "\nhistory:".length;
    const was = parseRegister(TEXT).register as Register;
    let found = 0;
    fc.assert(
      fc.property(fc.integer({ min: from, max: TEXT.length - 2 }), fc.integer({ min: 32, max: 126 }), (at, code) => {
        const changed = `${TEXT.slice(0, at)}${String.fromCharCode(code)}${TEXT.slice(at + 1)}`;
        const { register, faults, lineOf } = parseRegister(changed);
        const wrong = register === undefined ? faults : registerFaults(register, lineOf);
        // A blank for a blank, or another quote, says the same.
        if (wrong.length === 0) expect(register).toEqual(was);
        else found++;
      }),
      { seed: 7, numRuns: 1500 },
    );
    expect(found).toBeGreaterThan(1300);
  });

  test.each([
    ["taken out", (all: RegisterEntry[]) => all.toSpliced(1, 1)],
    ["moved", (all: RegisterEntry[]) => [all[1], all[0], ...all.slice(2)] as RegisterEntry[]],
    ["put in twice", (all: RegisterEntry[]) => [...all, all.at(-1) as RegisterEntry]],
    ["cut off at the end", (all: RegisterEntry[]) => all.slice(0, -1)],
    ["begun elsewhere", (all: RegisterEntry[]) => all.slice(1)],
  ])("is refused when an entry of its history is %s", (_, change) => {
    const register = some();
    const { faults } = { faults: registerFaults({ ...register, history: change([...register.history]) }, () => 1) };
    expect(faults).not.toEqual([]);
  });

  test("is refused when its ladder is made shorter, so that two rungs look like one", () => {
    expect(refusal(TEXT.replace(", L5 ]", " ]"))).toMatchObject({ code: "REGISTER_INVALID" });
  });
});

describe("a hand-edited register is refused with the line", () => {
  const refund = lineWith(TEXT, "  refund:") - 1;
  const RUNG = lineWith(TEXT, "rung: L4", refund);
  const asked = (rung: string) => refusal(TEXT.replace("    rung: L4\n", `    rung: ${rung}\n`));

  test("two rungs above", () => {
    const three = TEXT.replace("    rung: L2\n", "    rung: L4\n");
    expect(refusal(three)).toEqual({
      code: "REGISTER_INVALID",
      line: lineWith(TEXT, "rung: L2"),
      says: '"close": the history leads to L2 and the register says L4: two rungs up without a promotion, and no promotion leads two rungs up',
    });
  });

  test("one rung above, and below", () => {
    expect(asked("L5")).toMatchObject({ line: RUNG, says: expect.stringContaining("raised by earnest promote") });
    expect(asked("L3")).toMatchObject({ line: RUNG, says: expect.stringContaining("lowered by earnest demote") });
  });

  test("a rung that is none", () => {
    expect(asked("L9")).toMatchObject({ line: RUNG, says: expect.stringContaining('"L9", which the ladder does not have') });
    expect(asked("4")).toMatchObject({ line: RUNG, says: expect.stringContaining("expected string, got 4") });
  });

  test.each([
    ["a later expiry", /expires: "?2026-04-02.*/, 'expires: "2029-01-01T00:00:00.000Z"', "the history leads to"],
    ["a date that is none", /expires: "?2026-04-02.*/, "expires: next May", "expected a moment"],
    ["a day that does not exist", /since: "?2026-01-02.*/, "since: 2026-02-31T00:00:00.000Z", "expected a moment"],
    ["other evidence", /run: run-1$/, "run: run-2", "evidence is"],
    ["a member that means nothing", /demotion: .*/, "demotion: x\n    demotions: never", "unknown key"],
    ["a key twice", /demotion: .*/, "rung: L4", "Map keys must be unique"],
    ["an alias", /business: .*/, "business: *kim", "alias"],
  ])("%s", (_, was, is, says) => {
    const lines = TEXT.split("\n");
    const at = lineWith(TEXT, was, refund);
    lines[at - 1] = (lines[at - 1] as string).replace(was, is);
    const told = refusal(lines.join("\n"));
    expect(told.says).toContain(says);
    // A part of what a move rests on: the line on which that begins.
    expect(told.line).toBe(at + (says === "evidence is" ? -1 : is.split("\n").length - 1));
  });

  test("no YAML at all, and nothing at all", () => {
    expect(refusal("- a\n- b\n").code).toBe("REGISTER_INVALID");
    for (const empty of ["", "\n", "# to be filled\r\n\r\n"])
      expect(refusal(empty)).toMatchObject({ code: "REGISTER_INVALID", says: "the register is empty" });
    expect(refusal(Buffer.from(TEXT.replace("Kim Lee", "Kím Lee"), "latin1")).says).toContain("not text in UTF-8");
    expect(refusal(`schema: ${"[".repeat(20_000)}`)).toMatchObject({ line: 1, says: "is nested far deeper than a register is" });
    expect(refusal("a: [1, 2\n").code).toBe("REGISTER_INVALID");
  });
});

/** A chain made anew by hand, digests and all: only what it says can give it away. */
function forged(change: (entry: RegisterEntry, i: number) => Partial<RegisterEntry>): readonly string[] {
  const register = some();
  let previous = originOf(register);
  const history = register.history.map((entry, i) => {
    const { digest: _, ...said } = { ...entry, ...change(entry, i), previous };
    previous = entryDigest(said);
    return { ...said, digest: previous };
  });
  return registerFaults({ ...register, history }, () => 1).map(({ message }) => message);
}

describe("a history that was written anew is refused where it says what cannot be", () => {
  test.each([
    ["two rungs at once", (_: RegisterEntry, i: number) => (i === 2 ? { to: "L5" } : {}), "leads one rung up, never two"],
    [
      "from a rung it did not stand on",
      (_: RegisterEntry, i: number) => (i === 2 ? { from: "L2", to: "L3" } : {}),
      "begins at L2, and the history before it leads to L3",
    ],
    ["a time that runs backwards", (_: RegisterEntry, i: number) => (i === 1 ? { at: day(9) } : {}), "is of a time before"],
    ["a promotion without evidence", (_: RegisterEntry, i: number) => (i === 2 ? { evidence: null } : {}), "without evidence"],
    ["a promotion that never expires", (_: RegisterEntry, i: number) => (i === 2 ? { expires: null } : {}), "does not expire"],
    [
      "a demotion upwards",
      (_: RegisterEntry, i: number) => (i === 3 ? { to: "L4" } : {}),
      "is a demotion and leads from L3 to L4",
    ],
    ["a demotion without a reason", (_: RegisterEntry, i: number) => (i === 3 ? { because: undefined } : {}), "without a reason"],
    [
      "a beginning in the middle",
      (_: RegisterEntry, i: number) => (i === 2 ? { kind: "began" as const } : {}),
      "says that an action type began",
    ],
  ])("%s", (_, change, says) => {
    expect(forged(() => ({}))).toEqual([]);
    expect(forged(change).join("\n")).toContain(says);
  });
});

describe("writing", () => {
  test("leaves a register alone that was changed since it was read, and no draft behind", () => {
    using folder = mkdtempDisposableSync(join(tmpdir(), "earnest-register-"));
    const file = join(folder.path, "autonomy.yaml");
    writeRegister(file, null, some());
    const { source, register } = readRegister(file);
    writeFileSync(file, `${source}# a note\n`);
    const next = enter(register, demote("refund", "L3", 3));
    expect(() => writeRegister(file, source, next)).toThrow("was changed while this was being decided");
    expect(() => writeRegister(file, null, next)).toThrow("was changed while this was being decided");
    expect(readFileSync(file, "utf8")).toBe(`${source}# a note\n`);
    expect(existsSync(`${file}.tmp`)).toBe(false);
    writeFileSync(`${file}.tmp`, "");
    expect(() => writeRegister(file, `${source}# a note\n`, next)).toThrow("being written by another process");
  });

  test("leaves alone what is closed to writing, a link, and a link to nothing, and says why", () => {
    using folder = mkdtempDisposableSync(join(tmpdir(), "earnest-register-"));
    const file = join(folder.path, "autonomy.yaml");
    const link = join(folder.path, "link.yaml");
    symlinkSync(file, link);
    expect(() => writeRegister(link, null, some())).toThrow("is a symbolic link");
    writeRegister(file, null, some());
    const { source, register } = readRegister(link);
    const next = enter(register, demote("refund", "L3", 3));
    expect(() => writeRegister(link, source, next)).toThrow("is a symbolic link");
    chmodSync(file, 0o444);
    expect(() => writeRegister(file, source, next)).toThrow("is closed to writing");
    expect(readFileSync(file, "utf8")).toBe(source);
  });

  test("keeps the ends of lines and the mark at the beginning of a file", () => {
    const source = `\uFEFF${TEXT.replace("  close:\n", "  # the desk's own\n  close:\n").replaceAll("\n", "\r\n")}`;
    const after = registerText(source, enter(readText(source), demote("refund", "L3", 3)));
    expect(after.startsWith("\uFEFF#")).toBe(true);
    expect(after.replaceAll("\r\n", "")).not.toMatch(/[\r\n\uFEFF](?!#)/);
    expect(after).toContain("\r\n  # the desk's own\r\n  close:\r\n");
    expect(readText(after).history).toHaveLength(5);
  });

  test("lets only a promotion wait for a clock that ran ahead: a demotion is dated at the last entry", () => {
    expect(() => enter(some(), promote("close", "L3", 0))).toThrow("by this clock");
    const after = enter(some(), demote("refund", "L3", 0));
    expect(after.history.at(-1)).toMatchObject({ kind: "demote", to: "L3", at: day(2) });
    expect([datedAt(after, day(0)), datedAt(some(), day(2))]).toEqual([day(2), null]);
    expect(registerFaults(after, () => 1)).toEqual([]);
  });
});
