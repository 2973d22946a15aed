import { execFileSync, spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempDisposableSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { EarnestError } from "../errors.ts";
import { type JournalEnd, newJournalEnd } from "../journal/readJournal.ts";
import { chainHash, GENESIS, segmentName } from "../journal/segments.ts";
import { Ledger } from "./ledger.ts";
import { readLedger } from "./readLedger.ts";
import type { LedgerRow } from "./record.ts";

const folder = () => mkdtempDisposableSync(join(tmpdir(), "earnest-ledger-"));
const note = (text: string): LedgerRow => ({ kind: "note", note: text });

interface Read {
  readonly rows: readonly LedgerRow[];
  readonly end: JournalEnd;
}

function read(dir: string): Read {
  const end = newJournalEnd();
  return { rows: [...readLedger(dir, end)], end };
}

/** What reading came to, when it may refuse. */
function readOrRefuse(dir: string): Read | EarnestError {
  try {
    return read(dir);
  } catch (error) {
    if (error instanceof EarnestError) return error;
    throw error;
  }
}

async function write(dir: string, rows: readonly LedgerRow[], segmentBytes?: number): Promise<string> {
  const ledger = await Ledger.create(dir, segmentBytes);
  for (const row of rows) {
    await ledger.append(row);
    if (segmentBytes !== undefined) await ledger.flush();
  }
  await ledger.close();
  return ledger.head;
}

const few = [note("first"), note("zweite Zeile: ü, 漢字, 🙂, \u2028"), note('"\\ \n { 5 } \u0000'), note("last")];

/** The bytes of a ledger of a few records, and where each record ends. */
async function fewBytes(): Promise<{ bytes: Buffer; ends: readonly number[] }> {
  using dir = folder();
  await write(dir.path, few);
  const bytes = readFileSync(join(dir.path, segmentName(1)));
  const ends = [...bytes.keys()].filter((i) => bytes[i] === 0x0a).map((i) => i + 1);
  expect(ends).toHaveLength(few.length);
  return { bytes, ends };
}

test("any rows come back as they were, in order, with the hash of the last one", async () => {
  const rows = fc.array(fc.oneof(fc.string({ unit: "binary", maxLength: 2000 }), fc.constant("🙂".repeat(40_000))), {
    maxLength: 20,
  });
  await fc.assert(
    fc.asyncProperty(rows, fc.constantFrom(1, 500, 10_000_000), async (texts, segmentBytes) => {
      using dir = folder();
      const given = texts.map(note);
      const head = await write(dir.path, given, segmentBytes);
      expect(read(dir.path)).toMatchObject({ rows: given, end: { head, records: given.length, torn: null } });
      if (given.length > 1 && segmentBytes === 1) expect(readdirSync(dir.path)).toHaveLength(given.length);
    }),
    { numRuns: 60 },
  );
});

test("a record of 10 MB survives, among small ones", async () => {
  using dir = folder();
  const given = [note("small"), note("ü".repeat(5_000_000)), note("x".repeat(4 * 1024 * 1024)), note("small")];
  await write(dir.path, given);
  expect(read(dir.path).rows).toEqual(given);
});

test("appending at once from many sides keeps one chain, and flush makes it readable for another process", async () => {
  using dir = folder();
  const ledger = await Ledger.create(dir.path);
  const turn = () => new Promise((resolve) => setImmediate(resolve));
  await Promise.all(
    Array.from({ length: 50 }, async (_, side) => {
      for (let i = 0; i < 20; i++) {
        await ledger.append(note(`${side} ${i}`));
        if (side % 3 === 0) await turn();
      }
    }),
  );
  await ledger.flush();
  const lines = execFileSync("wc", ["-l", join(dir.path, segmentName(1))], { encoding: "utf8" });
  expect(Number.parseInt(lines, 10)).toBe(1000);
  const { rows, end } = read(dir.path);
  expect(end).toMatchObject({ head: ledger.head, records: 1000, torn: null });
  expect(new Set(rows.map((row) => JSON.stringify(row))).size).toBe(1000);
  await ledger.close();
});

test("cut off at any byte, it gives back every whole record and says what was torn", async () => {
  const { bytes, ends } = await fewBytes();
  using dir = folder();
  const file = join(dir.path, segmentName(1));
  for (let cut = 0; cut <= bytes.length; cut++) {
    writeFileSync(file, bytes.subarray(0, cut));
    const whole = ends.filter((end) => end <= cut).length;
    const rest = cut - (ends[whole - 1] ?? 0);
    const { rows, end } = read(dir.path);
    expect({ cut, rows }).toEqual({ cut, rows: few.slice(0, whole) });
    expect({ cut, records: end.records, torn: end.torn }).toEqual({
      cut,
      records: whole,
      torn: rest === 0 ? null : { file, bytes: rest },
    });
  }
});

test("no flipped bit goes unnoticed", async () => {
  const { bytes, ends } = await fewBytes();
  using dir = folder();
  const file = join(dir.path, segmentName(1));
  const lastStarts = ends.at(-2) ?? 0;
  let flips = 0;
  for (let at = 0; at < bytes.length; at++) {
    for (let bit = 0; bit < 8; bit++) {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ (1 << bit);
      writeFileSync(file, changed);
      const found = readOrRefuse(dir.path);
      const what = { at, bit };
      if (found instanceof EarnestError) expect({ ...what, code: found.code }).toEqual({ ...what, code: "LEDGER_CORRUPT" });
      else {
        expect({ ...what, inLast: at >= lastStarts, torn: found.end.torn !== null }).toEqual({
          ...what,
          inLast: true,
          torn: true,
        });
        expect(found.rows).toEqual(few.slice(0, -1));
      }
      flips++;
    }
  }
  expect(flips).toBe(bytes.length * 8);
});

describe("a ledger that was changed is refused", () => {
  async function changed(change: (lines: string[]) => string[]): Promise<Read | EarnestError> {
    const { bytes } = await fewBytes();
    using dir = folder();
    const lines = bytes.toString().split("\n").slice(0, -1);
    writeFileSync(join(dir.path, segmentName(1)), `${change(lines).join("\n")}\n`);
    return readOrRefuse(dir.path);
  }
  const inserted = (previous: string) => {
    const text = JSON.stringify(note("inserted"));
    return `${chainHash(previous, text)} ${text.length} ${text}`;
  };
  const changes: Record<string, (lines: string[]) => string[]> = {
    "a record removed": ([first, , ...rest]) => [first as string, ...rest],
    "the first record removed": ([, ...rest]) => rest,
    "two records swapped": ([first, second, ...rest]) => [second as string, first as string, ...rest],
    "the last two swapped": ([first, second, third, last]) => [
      first as string,
      second as string,
      last as string,
      third as string,
    ],
    "a record written twice": ([first, ...rest]) => [first as string, first as string, ...rest],
    "a record inserted in front, with a hash that fits": (lines) => [inserted(GENESIS), ...lines],
    "a record inserted behind the first, with a hash that fits": ([first, ...rest]) => [
      first as string,
      inserted((first as string).slice(0, 32)),
      ...rest,
    ],
    "an empty line": ([first, ...rest]) => [first as string, "", ...rest],
  };
  test.each(Object.keys(changes))("%s", async (name) => {
    const found = await changed(changes[name] as (lines: string[]) => string[]);
    expect(found).toBeInstanceOf(EarnestError);
    expect(found).toMatchObject({ code: "LEDGER_CORRUPT", where: { line: expect.any(Number) as number } });
  });
});

describe("a ledger of several segments", () => {
  async function segments(change: (dir: string, names: readonly string[]) => void): Promise<Read | EarnestError> {
    using dir = folder();
    await write(dir.path, few, 1);
    const names = readdirSync(dir.path).sort();
    expect(names).toEqual([1, 2, 3, 4].map(segmentName));
    change(dir.path, names);
    return readOrRefuse(dir.path);
  }
  const remove = (n: number) => (dir: string, names: readonly string[]) => rmSync(join(dir, names[n] as string));
  const cut = (n: number, bytes: number) => (dir: string, names: readonly string[]) => {
    const file = join(dir, names[n] as string);
    writeFileSync(file, readFileSync(file).subarray(0, bytes));
  };
  test.each([0, 1, 2])("without segment %d is refused", async (n) => {
    expect(await segments(remove(n))).toMatchObject({ code: "LEDGER_CORRUPT" });
  });
  test.each([0, 10, 60])("cut off at byte %d in a segment that is not the last is refused", async (bytes) => {
    expect(await segments(cut(1, bytes))).toMatchObject({ code: "LEDGER_CORRUPT" });
  });
  test("cut off in its last segment, or cut off before that was begun, keeps the others", async () => {
    expect(await segments(cut(3, 20))).toMatchObject({ rows: few.slice(0, 3), end: { torn: { bytes: 20 } } });
    expect(await segments(cut(3, 0))).toMatchObject({ rows: few.slice(0, 3), end: { torn: null, records: 3 } });
  });
  test("other files beside it do not matter", async () => {
    expect(await segments((dir) => writeFileSync(join(dir, "notes.txt"), "x"))).toMatchObject({ rows: few });
  });
});

describe("writing that fails", () => {
  test("is said, nothing is taken afterwards, and what was durable stays", async () => {
    using dir = folder();
    const ledger = await Ledger.create(dir.path, 1);
    await ledger.append(note("kept"));
    await ledger.flush();
    // Where the next segment belongs stands something else already.
    mkdirSync(join(dir.path, segmentName(2)));
    await ledger.append(note("lost"));
    await expect(ledger.flush()).rejects.toMatchObject({ code: "LEDGER_WRITE", next: expect.any(String) as string });
    await expect(ledger.append(note("refused"))).rejects.toMatchObject({ code: "LEDGER_WRITE" });
    expect(() => ledger.put("{}")).toThrow(EarnestError);
    await expect(ledger.close()).rejects.toMatchObject({ code: "LEDGER_WRITE" });
    await ledger.abandon();
    await ledger.abandon();
    rmdirSync(join(dir.path, segmentName(2)));
    expect(read(dir.path).rows).toEqual([note("kept")]);
  });

  test("in the middle of a record, as on a full disk, leaves the whole records and a torn one", () => {
    using dir = folder();
    const script = `
      import { Ledger } from ${JSON.stringify(new URL("./ledger.ts", import.meta.url).href)};
      const ledger = await Ledger.create(${JSON.stringify(dir.path)});
      for (let i = 0; ; i++) {
        await ledger.append({ kind: "note", note: String(i).padStart(300, "-") });
        await ledger.flush();
      }`;
    const { status, stderr } = spawnSync(
      "sh",
      ["-c", 'ulimit -f 16; exec "$0" --input-type=module-typescript -e "$1"', process.execPath, script],
      { encoding: "utf8" },
    );
    expect(status).toBe(1);
    expect(stderr).toMatch(/LEDGER_WRITE|the ledger could not be written: EFBIG/);
    const { rows, end } = read(dir.path);
    expect(rows.length).toBeGreaterThan(10);
    expect(rows).toEqual(rows.map((_, i) => note(String(i).padStart(300, "-"))));
    expect(end.torn?.bytes).toBeGreaterThan(0);
  });
});

test("a folder without a ledger, and one that holds one already", async () => {
  using dir = folder();
  expect(readOrRefuse(join(dir.path, "none"))).toMatchObject({ code: "RUN_NOT_FOUND" });
  expect(read(dir.path)).toMatchObject({ rows: [], end: { head: GENESIS, records: 0, torn: null } });
  await write(dir.path, few);
  await expect(Ledger.create(dir.path)).rejects.toThrow("EEXIST");
  expect(existsSync(join(dir.path, segmentName(2)))).toBe(false);
  expect(read(dir.path).rows).toEqual(few);
});
