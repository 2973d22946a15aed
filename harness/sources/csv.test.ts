import { mkdtempDisposableSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type CaseMapping, csv } from "./csv.ts";
import type { Source, SourceRow } from "./source.ts";

const simple: CaseMapping = { id: "id", input: "text", decision: () => [] };

async function all(source: Source): Promise<SourceRow[]> {
  const found: SourceRow[] = [];
  for await (const batch of source.read()) found.push(...batch);
  return found;
}

async function read(content: string | Uint8Array, mapping = simple, delimiter = ",", trustQuotes = false): Promise<SourceRow[]> {
  using dir = mkdtempDisposableSync(join(tmpdir(), "earnest-"));
  const path = join(dir.path, "cases.csv");
  writeFileSync(path, content);
  return await all(csv(path, mapping, { delimiter, trustQuotes }));
}

/** Rows as `[line, id, input]`, faults as `line:column message`. */
function told(found: readonly SourceRow[]): unknown[] {
  return found.map((row) => {
    if (row.kind === "row") {
      const { id, input } = row.raw as { id: string; input: unknown };
      return [row.where.line, id, input];
    }
    if (row.kind === "unreadable")
      return row.faults.map(({ where, message }) => `${where.line}:${where.column ?? ""} ${message}`).join("; ");
    return row;
  });
}

describe("what is read", () => {
  test("quotes, doubled quotes, newlines and delimiters in quotes; lines are those of the file", async () => {
    expect(told(await read('id,text\na,"one ""two"", three"\nb,"first\nsecond\n\nfourth"\n\nc,plain\n'))).toEqual([
      [2, "a", 'one "two", three'],
      [3, "b", "first\nsecond\n\nfourth"],
      [8, "c", "plain"],
    ]);
  });

  test("CRLF, also inside quotes, and a byte order mark; the last line end is optional", async () => {
    expect(told(await read('\uFEFFid,text\r\na,"x\r\ny"\r\n\r\nb,z'))).toEqual([
      [2, "a", "x\r\ny"],
      [5, "b", "z"],
    ]);
  });

  test("another delimiter, and gzip", async () => {
    expect(told(await read(gzipSync('id;text\na;"x;y"\n'), simple, ";"))).toEqual([[2, "a", "x;y"]]);
    expect(told(await read("id\ttext\na\tx,y\n", simple, "\t"))).toEqual([[2, "a", "x,y"]]);
  });

  test("a field of 10 MB with line ends", async () => {
    const long = "0123456789 é\n".repeat(800_000);
    const found = told(await read(`id,text\na,"${long}"\nb,x\n`));
    expect((found[0] as string[])[2] === long).toBe(true);
    expect(found[1]).toEqual([800_003, "b", "x"]);
  });

  test("an empty file and one with only a header hold no rows", async () => {
    expect(await read("")).toEqual([]);
    expect(await read("id,text\n")).toEqual([]);
  });

  test("any text in a cell comes back as it was", async () => {
    const text = fc.string({
      unit: fc.constantFrom('"', ",", "\n", "\r", "\r\n", " ", "a", "é", "😀", ";", "\0", "\uFEFF"),
      maxLength: 12,
    });
    const quoted = (value: string) => `"${value.replaceAll('"', '""')}"`;
    await fc.assert(
      fc.asyncProperty(
        fc.array(text, { maxLength: 8 }),
        fc.constantFrom("\n", "\r\n"),
        fc.constantFrom(",", ";", "\t"),
        async (texts, end, delimiter) => {
          const lines = [["id", "text"], ...texts.map((value, i) => [`c${i}`, quoted(value)])].map(
            (cells) => cells.join(delimiter) + end,
          );
          const found = await read(lines.join(""), simple, delimiter);
          const line = (i: number) =>
            lines
              .slice(0, i + 1)
              .join("")
              .split("\n").length;
          expect(told(found)).toEqual(texts.map((value, i) => [line(i), `c${i}`, value]));
        },
      ),
      { seed: 22, numRuns: 200 },
    );
  });
});

describe("records that cannot be read", () => {
  test("too few and too many cells", async () => {
    expect(told(await read("id,text\na\nb,x,y\nc,z\n"))).toEqual([
      "2: expected 2 cells, as in the header, got 1",
      "3: expected 2 cells, as in the header, got 3",
      [4, "c", "z"],
    ]);
  });

  test("a quote that never closes is told where its record starts, and how far it reaches", async () => {
    expect(told(await read('id,text\na,x\nb,"never\nc,y\nd,z\n'))).toEqual([
      [2, "a", "x"],
      "3: expected a closing quote: a cell that opens in this record runs on to the end of the file (lines 3 to 5 were read as one record: 3 lines)",
    ]);
  });

  test("text after a closing quote and a quote inside an open cell cost their own record only", async () => {
    const found = told(await read('id,text\na,"x"y\nb,"ok"\nc,5" disk\nd,"line\nend"\n'));
    expect(found).toEqual([
      expect.stringMatching(/^2: expected quotes round a whole cell.*Invalid Closing Quote/),
      [3, "b", "ok"],
      expect.stringMatching(/^4: expected quotes round a whole cell.*Invalid Opening Quote/),
      [5, "d", "line\nend"],
    ]);
  });

  test("a stray quote tells every line it took with it", async () => {
    const rows = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => `c${from + i},x\n`).join("");
    const found = await read(`id,text\n${rows(2, 300)}c301,"x\n${rows(302, 699)}c700,"x"\n${rows(701, 800)}`);
    expect(found.filter((row) => row.kind === "row")).toHaveLength(399);
    expect(told(found)[299]).toMatch(/^301: .*\(lines 301 to 700 were read as one record: 400 lines\)$/);
    expect(told(await read('id,text\na,"x\nb,y",z\nc,w\n'))).toEqual([
      "2: expected 2 cells, as in the header, got 3 (lines 2 to 3 were read as one record: 2 lines)",
      [4, "c", "w"],
    ]);
  });

  test("a cell in which every line looks like a row is a fault, unless quotes are trusted", async () => {
    const last = 'id,at,text\na,1,"x\nb,2,y\nc,3,screen 5"\nd,4,z\n';
    const middle = 'id,text,at\na,"x,1\nb,y,2\nc,z",3\nd,z,4\n';
    for (const content of [last, middle]) {
      expect(told(await read(content))).toEqual([
        expect.stringMatching(/^2: .*whole rows: a quote that is not closed.*\(lines 2 to 4 .*3 lines\); .*trustQuotes: true$/),
        [5, "d", "z"],
      ]);
    }
    expect(told(await read(last, simple, ",", true))).toEqual([
      [2, "a", "x\nb,2,y\nc,3,screen 5"],
      [5, "d", "z"],
    ]);
  });

  test("a message of several lines is no fault: greeting, blank line, list, signature", async () => {
    const body = "Hi Ann,\n\nplease send, if you can,\n- 2 lamps, red\n- 1 lamp, blue\n\nThanks,\nBob";
    expect(told(await read(`id,at,text\na,1,"${body}"\n`))).toEqual([[2, "a", body]]);
    expect(told(await read(`id,text\na,"${body}"\n`))).toEqual([[2, "a", body]]);
  });

  test("another encoding in one record, also on a later line of it", async () => {
    const bytes = Buffer.from('id,text\na,caf\xe9\nb,"x\n\xe9\n\xe8"\nc,z\n', "latin1");
    expect(told(await read(bytes))).toEqual([
      expect.stringMatching(/^2:6 expected UTF-8, got the byte 0xe9/),
      expect.stringMatching(
        /^3:1 expected UTF-8, got the byte 0xe9.*\(on line 4\) \(lines 3 to 5 were read as one record: 3 lines\)$/,
      ),
      [6, "c", "z"],
    ]);
  });

  test("every bad record is told exactly once, with the line it starts on", async () => {
    const kinds = {
      good: (id: string) => `${id},x`,
      multi: (id: string) => `${id},"x\n""y"`,
      few: (id: string) => id,
      many: (id: string) => `${id},x,y`,
      closing: (id: string) => `${id},"x"y`,
      opening: (id: string) => `${id},x"y`,
      thrown: (id: string) => `${id},throw`,
      blank: () => "",
    };
    const kind = fc.constantFrom(...(Object.keys(kinds) as (keyof typeof kinds)[]));
    const mapping: CaseMapping = {
      ...simple,
      input: (row) => {
        if (row.text === "throw") throw new Error("no");
        return row.text;
      },
    };
    await fc.assert(
      fc.asyncProperty(fc.array(kind, { maxLength: 30 }), async (wanted) => {
        let line = 2;
        const expected: [number, boolean][] = [];
        const lines = wanted.map((name, i) => {
          const text = kinds[name](`c${i}`);
          if (name !== "blank") expected.push([line, name === "good" || name === "multi"]);
          line += text.split("\n").length;
          return `${text}\n`;
        });
        const found = await read(`id,text\n${lines.join("")}`, mapping);
        const places = found.map((row) => [
          row.kind === "unreadable" ? row.faults[0]?.where.line : row.where.line,
          row.kind === "row",
        ]);
        expect(places).toEqual(expected);
      }),
      { seed: 23, numRuns: 200 },
    );
  });
});

describe("headers that cannot be used", () => {
  test("a mapped column that is not there, with the nearest name and those there are", async () => {
    await expect(read("ID,texts,lang\na,b,c\n", { ...simple, slices: ["zzz"] })).rejects.toMatchObject({
      code: "CASES_INVALID",
      details: [
        'there is no column "id"; did you mean "ID"?',
        'there is no column "text"; did you mean "texts"?',
        'there is no column "zzz"',
      ],
      next: expect.stringContaining("ID, texts, lang"),
    });
  });

  test("a name that stands twice; columns without a name are let be", async () => {
    await expect(read("id,text,id\n")).rejects.toMatchObject({
      code: "CASES_INVALID",
      message: expect.stringContaining('two columns are called "id"'),
    });
    expect(told(await read(",id,text,\n0,a,x,\n"))).toEqual([[2, "a", "x"]]);
  });

  test("line ends of a carriage return alone, and a broken header", async () => {
    await expect(read("id,text\ra,x\rb,y\r")).rejects.toMatchObject({
      code: "CASES_INVALID",
      message: expect.stringContaining("carriage return"),
    });
    await expect(read('id,"te"xt\n')).rejects.toMatchObject({
      code: "CASES_INVALID",
      message: expect.stringContaining("the header cannot be read"),
    });
  });

  test("a delimiter that cannot be one", () => {
    expect(() => csv("a.csv", simple, { delimiter: "||" })).toThrow("one character as the delimiter");
  });
});
