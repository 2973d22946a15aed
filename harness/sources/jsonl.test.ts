import { mkdtempDisposableSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { jsonl } from "./jsonl.ts";
import type { Source, SourceRow } from "./source.ts";

const folder = () => mkdtempDisposableSync(join(tmpdir(), "earnest-"));

async function all(source: Source): Promise<SourceRow[]> {
  const found: SourceRow[] = [];
  for await (const batch of source.read()) found.push(...batch);
  return found;
}

async function read(content: string | Uint8Array, name = "cases.jsonl"): Promise<SourceRow[]> {
  using dir = folder();
  const path = join(dir.path, name);
  writeFileSync(path, content);
  return await all(jsonl(path));
}

/** Rows as `line raw`, faults as `line:column message`. */
function told(found: readonly SourceRow[]): unknown[] {
  return found.map((row) => {
    if (row.kind === "row") return [row.where.line, row.raw];
    if (row.kind === "unreadable")
      return row.faults.map(({ where, message }) => `${where.line}:${where.column} ${message}`).join("; ");
    return row;
  });
}

describe("what is read", () => {
  test("one row a line, numbered as in the file; blank lines skipped, the last line feed optional", async () => {
    expect(told(await read('{"a":1}\n\n  \n{"a":2}'))).toEqual([
      [1, { a: 1 }],
      [4, { a: 2 }],
    ]);
  });

  test("CRLF and a byte order mark", async () => {
    expect(told(await read('\uFEFF{"a":1}\r\n\r\n{"a":2}\r\n'))).toEqual([
      [1, { a: 1 }],
      [3, { a: 2 }],
    ]);
  });

  test("gzip is known by its content, whatever the name; several members in one file", async () => {
    const packed = Buffer.concat([gzipSync('{"a":1}\n'), gzipSync('{"a":2}\n')]);
    const expected = [
      [1, { a: 1 }],
      [2, { a: 2 }],
    ];
    expect(told(await read(packed, "cases.jsonl.gz"))).toEqual(expected);
    expect(told(await read(packed, "cases.jsonl"))).toEqual(expected);
  });

  test("several files in the given order, each with its own lines", async () => {
    using dir = folder();
    const [one, two] = [join(dir.path, "one.jsonl"), join(dir.path, "two.jsonl.gz")];
    writeFileSync(one, "1\n2\n");
    writeFileSync(two, gzipSync("3\n"));
    const found = await all(jsonl([one, two]));
    expect(found).toEqual([
      { kind: "row", raw: 1, where: { file: one, line: 1 } },
      { kind: "row", raw: 2, where: { file: one, line: 2 } },
      { kind: "row", raw: 3, where: { file: two, line: 1 } },
    ]);
  });

  test("a field of 10 MB, with characters that cross the reading buffer", async () => {
    const long = "é€😀".repeat(1_200_000);
    const found = await read(`${JSON.stringify({ long })}\n{"a":2}\n`);
    expect(found.map((row) => row.kind)).toEqual(["row", "row"]);
    expect((found[0] as { raw: { long: string } }).raw.long === long).toBe(true);
  });

  test("an empty file, and one of nothing but a byte order mark, hold no rows", async () => {
    expect(await read("")).toEqual([]);
    expect(await read("\uFEFF")).toEqual([]);
    expect(await read(gzipSync(""))).toEqual([]);
  });

  test("a source can be read twice", async () => {
    using dir = folder();
    const path = join(dir.path, "cases.jsonl");
    writeFileSync(path, "1\n2\n");
    const source = jsonl(path);
    expect(await all(source)).toEqual(await all(source));
  });
});

describe("lines that cannot be read", () => {
  test("a whole number that would be rounded, and a key that stands twice, with their columns", async () => {
    const lines = [
      '{"user":1180000000000000037}',
      '{"decisions":["escalate"],"decisions":["refund"]}',
      '{"user":"1180000000000000037"}',
    ];
    expect(told(await read(lines.join("\n")))).toEqual([
      "1:9 expected a whole number up to 9007199254740991, got 1180000000000000037: write longer ids as text",
      '2:27 expected each key once in an object, got "decisions" again',
      [3, { user: "1180000000000000037" }],
    ]);
  });

  test.each([
    ['{"a":x}', "2:6 ", "Unexpected token 'x'"],
    ['{"a":1 "b":2}', "2:8 ", "Expected ',' or '}' after property value"],
    ['{"a":"open', "2:11 ", "Unterminated string"],
    ['{"a":[1,2', "2:10 ", "Expected ',' or ']' after array element"],
    ['{"a":', "2:6 ", "Unexpected end of JSON input"],
    ['{"a":1} {"b":2}', "2:9 ", "Unexpected non-whitespace character"],
    ["not JSON at all", "2:2 ", "Unexpected token 'o'"],
  ])("%s is told with its line and column", async (line, place, what) => {
    const [first, bad, last, ...more] = told(await read(`{"a":1}\n${line}\n{"a":3}\n`));
    expect([first, last, more]).toEqual([[1, { a: 1 }], [3, { a: 3 }], []]);
    expect(bad).toMatch(/expected one JSON object on the line/);
    expect(String(bad).startsWith(place), String(bad)).toBe(true);
    expect(bad).toContain(what);
  });

  test("a line in another encoding is told with its byte, its neighbours are read", async () => {
    const bytes = Buffer.concat([
      Buffer.from('{"a":"é\uFFFD"}\n{"a":"é\uFFFD'),
      Buffer.from([0xe9]),
      Buffer.from('"}\n{"a":"€"}\n'),
    ]);
    expect(told(await read(bytes))).toEqual([
      [1, { a: "é\uFFFD" }],
      expect.stringMatching(/^2:12 expected UTF-8, got the byte 0xe9, as in Latin-1/),
      [3, { a: "€" }],
    ]);
  });

  test("a file that breaks off inside a character", async () => {
    const bytes = Buffer.concat([Buffer.from("1\n"), Buffer.from("€").subarray(0, 2)]);
    expect(told(await read(bytes))).toEqual([[1, 1], expect.stringMatching(/^2:1 expected UTF-8, got the byte 0xe2/)]);
  });
});

describe("files that cannot be read", () => {
  test("one that is not there, and a folder", async () => {
    await expect(all(jsonl("nowhere/cases.jsonl"))).rejects.toMatchObject({
      code: "DATA_MISSING",
      where: { file: "nowhere/cases.jsonl" },
      next: expect.stringContaining("relative"),
    });
    using dir = folder();
    await expect(all(jsonl(dir.path))).rejects.toMatchObject({ code: "DATA_MISSING" });
  });

  test.each([
    ["UTF-16 little endian with a mark", Buffer.from('\uFEFF{"a":1}\n', "utf16le")],
    ["UTF-16 little endian without one", Buffer.from('{"a":1}\n', "utf16le")],
    ["UTF-16 big endian with a mark", Buffer.from('\uFEFF{"a":1}\n', "utf16le").swap16()],
    ["UTF-16 big endian without one", Buffer.from('{"a":1}\n', "utf16le").swap16()],
  ])("%s says how to convert it", async (_, bytes) => {
    await expect(read(bytes)).rejects.toMatchObject({ code: "CASES_INVALID", next: expect.stringContaining("iconv -f UTF-16") });
  });

  test("gzip that is cut short or damaged", async () => {
    const packed = gzipSync(JSON.stringify({ a: "x".repeat(1000) }));
    await expect(read(packed.subarray(0, packed.length - 12))).rejects.toMatchObject({
      code: "CASES_INVALID",
      message: expect.stringContaining("damaged or cut short"),
    });
    const damaged = Buffer.from(packed);
    damaged[packed.length - 6] = (damaged[packed.length - 6] as number) ^ 0xff;
    await expect(read(damaged)).rejects.toMatchObject({ code: "CASES_INVALID" });
  });
});
