import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { digestOf, sha256 } from "../canonical.ts";
import { EarnestError } from "../errors.ts";
import { custom } from "./custom.ts";
import { exact } from "./exact.ts";
import { fields } from "./fields.ts";
import { type AskedPair, hearing, judged } from "./judged.ts";
import { judgesIn } from "./judgesIn.ts";
import { minor } from "./minor.ts";
import { type Ruling, rulingSchema } from "./rulings.ts";
import { sameSet } from "./sameSet.ts";
import { stamp } from "./stamp.ts";

const judge = { name: "model", version: "1" };
const folder = mkdtempSync(join(tmpdir(), "earnest-judged-"));
afterAll(() => rmSync(folder, { recursive: true }));

const ruling = (decided: unknown, proposed: unknown, same: boolean, more: Partial<Ruling> = {}): Ruling => ({
  judge: "model",
  version: "1",
  pair: digestOf({ decided, proposed }),
  same,
  ...more,
});

let files = 0;
function write(lines: readonly (object | string)[]): string {
  const file = join(folder, `${++files}.jsonl`);
  writeFileSync(file, lines.map((line) => `${typeof line === "string" ? line : JSON.stringify(line)}\n`).join(""));
  return file;
}

function thrown(work: () => unknown): EarnestError {
  try {
    work();
  } catch (error) {
    if (error instanceof EarnestError) return error;
  }
  throw new Error("expected an EarnestError");
}

const asked = (work: () => unknown): AskedPair[] => {
  const found: AskedPair[] = [];
  hearing((pair) => found.push(pair), work);
  return found;
};

describe("judged", () => {
  const rulings = [
    ruling("We are sorry.", "Apologies!", true, { because: "both apologise" }),
    ruling("Yes.", "No.", false, { because: 'the "answer" is another' }),
    ruling("Yes.", "Perhaps.", false),
  ];

  test("says what the judge ruled, and why", () => {
    const compare = judged({ judge, rulings: write(rulings) });
    expect(compare.compare("We are sorry.", "Apologies!")).toEqual({ verdict: "same" });
    expect(compare.compare("Yes.", "No.")).toEqual({
      verdict: "different",
      because: '"Yes." against "No." (so the judge ruled: "the \\"answer\\" is another")',
    });
    expect(compare.compare("Yes.", "Perhaps.").because).toBe('"Yes." against "Perhaps." (so the judge ruled)');
  });

  test("equal values need no judge, blind to key order; what was not ruled on is different, and heard", () => {
    const compare = judged({ judge, rulings });
    expect(asked(() => expect(compare.compare({ a: 1, b: 2 }, { b: 2, a: 1 }).verdict).toBe("same"))).toEqual([]);
    const found = asked(() =>
      expect(compare.compare("a", "b")).toEqual({ verdict: "different", because: "the judge has not ruled on this pair" }),
    );
    const pair = digestOf({ decided: "a", proposed: "b" });
    expect(found).toEqual([{ judge: "model", version: "1", pair, decided: "a", proposed: "b" }]);
    // The person's words come first: what holds one way round says nothing about the other.
    expect(compare.compare("Apologies!", "We are sorry.").verdict).toBe("different");
  });

  test("works inside other comparators, where each pair without a ruling is still heard", () => {
    const text = judged({ judge, rulings });
    const decided = { to: "ann", note: "We are sorry.", list: ["x"] };
    const compare = fields({ to: exact(), note: text, list: minor(sameSet(text)) });
    expect(compare.compare(decided, { ...decided, note: "Apologies!" }).verdict).toBe("same");
    const other = { ...decided, note: "So what?", list: ["y"] };
    const found = asked(() =>
      expect(compare.compare(decided, other).because).toBe(
        'note: the judge has not ruled on this pair; list: missing "x"; extra "y"',
      ),
    );
    expect(found.map(({ proposed }) => proposed)).toEqual(["So what?", "y"]);
    const wrapped = custom("own", "1", (a, b) => text.compare(a, b).verdict === "same");
    expect(asked(() => wrapped.compare("a", "b"))).toHaveLength(1);
  });

  test("hearing ends with the work, also when it stops", () => {
    const compare = judged({ judge, rulings });
    const found: AskedPair[] = [];
    const stops = () =>
      hearing(
        (pair) => found.push(pair),
        () => {
          throw new Error("stop");
        },
      );
    expect(stops).toThrow("stop");
    compare.compare("a", "b");
    expect(found).toEqual([]);
  });

  test("its stamp names the judge and the very bytes of its rulings", () => {
    const file = write([
      ...rulings,
      ruling("a", "b", true, { version: "2" }),
      ruling("a", "b", true, { judge: "other" }),
      rulings[0] as Ruling,
    ]);
    const stamped = stamp(fields({ note: judged({ judge, rulings: file }) }));
    const facts = { digest: sha256(readFileSync(file)), ruled: 3, ignored: 2 };
    expect(judgesIn(stamped)).toEqual([{ ...judge, ...facts }]);
    expect(stamp(judged({ judge, rulings: file })).params).toEqual({ judge, rulings: facts });
    expect(judgesIn(stamp(fields({ name: exact(), params: exact() })))).toEqual([]);
    expect(stamp(judged({ judge, rulings })).params).not.toEqual(stamp(judged({ judge, rulings: rulings.slice(1) })).params);
  });

  test("a ruling of another judge or version never decides", () => {
    for (const more of [{ version: "2" }, { judge: "other" }]) {
      const compare = judged({ judge, rulings: [ruling("a", "b", true, more)] });
      expect(compare.compare("a", "b").verdict).toBe("different");
    }
  });
});

describe("a file of rulings", () => {
  test("that contradicts itself is refused, with both places; another version may differ", () => {
    const file = write([ruling("a", "b", true), ruling("a", "b", false, { version: "2" }), "", ruling("a", "b", false)]);
    const error = thrown(() => judged({ judge, rulings: file }));
    expect(error).toMatchObject({ code: "RULINGS_INVALID", where: { file, line: 4 } });
    expect(error.details).toEqual([`${file}:4: the judge called this pair different, and the same at ${file}:1`]);
  });

  test.each([
    ["no JSON", '{"judge": ', "syntax error"],
    ["a field nobody knows", JSON.stringify({ ...ruling("a", "b", true), sure: 1 }), "sure"],
    ["no verdict", JSON.stringify({ ...ruling("a", "b", true), same: "yes" }), "same: "],
    ["a pair that is no digest", JSON.stringify({ ...ruling("a", "b", true), pair: "a/b" }), "pair: "],
    [
      "one key twice",
      JSON.stringify(ruling("a", "b", true)).replace('"same":true', '"same":false,"sa\\u006de":true'),
      "each key once",
    ],
    ["a list", "[1]", "expected object"],
  ])("with %s is refused by file and line", (_what, line, said) => {
    const file = write([ruling("x", 'y": "z', true, { because: 'a "b": c' }), line]);
    const error = thrown(() => judged({ judge, rulings: file }));
    expect(error).toMatchObject({ code: "RULINGS_INVALID", where: { file, line: 2 } });
    expect(error.details.join()).toContain(`${file}:2: `);
    expect(error.details.join()).toContain(said);
  });

  test("that is not there, or not UTF-8, is refused; an empty one is a judge that has yet to begin", () => {
    expect(thrown(() => judged({ judge, rulings: join(folder, "none.jsonl") }))).toMatchObject({ code: "DATA_MISSING" });
    const file = write([]);
    expect(judged({ judge, rulings: file }).compare("a", "b").verdict).toBe("different");
    writeFileSync(file, Buffer.from([0x22, 0xe9, 0x22]));
    expect(thrown(() => judged({ judge, rulings: file }))).toMatchObject({ code: "RULINGS_INVALID", where: { file } });
  });

  test("given as data is checked too, and a judge has a name and a version", () => {
    const broken = [{ ...ruling("a", "b", true), same: 1 }] as unknown as Ruling[];
    expect(thrown(() => judged({ judge, rulings: broken })).code).toBe("RULINGS_INVALID");
    expect(thrown(() => judged({ judge: { name: "m", version: "" }, rulings: [] })).code).toBe("SUITE_BROKEN");
    expect(thrown(() => judged({ rulings: [] } as never)).code).toBe("SUITE_BROKEN");
  });
});

test("a judge's reason is hostile text: bounded, well-formed and quoted", () => {
  const because = `\u001b[2J\ud800 ${"x".repeat(10_000)}`;
  const compare = judged({ judge, rulings: [ruling("a", "b", false, { because })] });
  const said = compare.compare("a", "b").because ?? "";
  expect(said.length).toBeLessThanOrEqual(500);
  expect(said.isWellFormed()).toBe(true);
  expect(said).not.toContain("\u001b");
});

test("the published JSON Schema of a ruling is the one in use", () => {
  const path = new URL("../../datasets/ruling.schema.json", import.meta.url);
  const text = `${JSON.stringify(z.toJSONSchema(rulingSchema, { io: "input" }), null, 2)}\n`;
  if (process.env.EARNEST_UPDATE === "1") writeFileSync(path, text);
  expect(readFileSync(path, "utf8"), "refresh it with EARNEST_UPDATE=1 npx vitest run harness/comparators/judged.test.ts").toBe(
    text,
  );
});
