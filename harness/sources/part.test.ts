import { mkdtempDisposableSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { cell } from "./cell.ts";
import { type CaseMapping, csv } from "./csv.ts";
import type { Source, SourceRow } from "./source.ts";

const simple: CaseMapping = { id: "id", input: "text", decision: () => [] };

async function all(source: Source): Promise<SourceRow[]> {
  const found: SourceRow[] = [];
  for await (const batch of source.read()) found.push(...batch);
  return found;
}

async function read(content: string, by: CaseMapping): Promise<SourceRow[]> {
  using dir = mkdtempDisposableSync(join(tmpdir(), "earnest-"));
  const path = join(dir.path, "cases.csv");
  writeFileSync(path, content);
  return await all(csv(path, by));
}

/** What each record becomes: its plain data, or its faults as `line:column message`. */
async function raw(content: string, by: CaseMapping): Promise<unknown[]> {
  return (await read(content, by)).map((row) => {
    if (row.kind !== "unreadable") return row.kind === "row" ? row.raw : row;
    return row.faults.map(({ where, message }) => `${where.line}:${where.column ?? ""} ${message}`).join("; ");
  });
}

const tickets = `ticket,when,customer,subject,body,action,amount,order,tags,who,handle,reopened,lang,vip
t1,2026-01-02,k1,Broken,It broke,refund,12.50,o9,a; b,ann,30,no,en,yes
t2,2026-01-03,k2,Hello,,,,,,bob,,,,
`;

const mapping: CaseMapping = {
  id: "ticket",
  at: "when",
  cluster: "customer",
  input: ["subject", "body"],
  decision: { type: "action", params: { amount: cell.number("amount"), order: "order", tags: cell.list("tags") } },
  by: "who",
  seconds: "handle",
  outcome: { reopened: cell.bool("reopened") },
  slices: { language: "lang", vip: "vip" },
};

describe("mapping", () => {
  test("columns become a case; empty cells are no value, but for the input's", async () => {
    expect(await raw(tickets, mapping)).toEqual([
      {
        id: "t1",
        at: "2026-01-02",
        cluster: "k1",
        input: { subject: "Broken", body: "It broke" },
        decisions: [
          { by: "ann", seconds: 30, actions: [{ type: "refund", params: { amount: 12.5, order: "o9", tags: ["a", "b"] } }] },
        ],
        outcome: { reopened: false },
        slices: { language: "en", vip: "yes" },
      },
      {
        id: "t2",
        at: "2026-01-03",
        cluster: "k2",
        input: { subject: "Hello", body: "" },
        decisions: [{ by: "bob", actions: [] }],
        outcome: {},
        slices: {},
      },
    ]);
  });

  test("functions of the record: an action, several, a decision, several decisions", async () => {
    const content = "id,kind\na,one\nb,many\nc,whole\nd,twice\n";
    const refund = { type: "refund", params: {} };
    const decide: Record<string, unknown> = {
      one: refund,
      many: [refund, { type: "tag", params: {} }],
      whole: { actions: [refund], by: "ann" },
      twice: [{ actions: [refund] }, { actions: [], by: "cid" }],
    };
    const found = await raw(content, {
      id: "id",
      input: "id",
      by: (row) => `by ${row.id}`,
      decision: (row) => decide[row.kind as string],
    });
    expect(found.map((one) => (one as { decisions: unknown }).decisions)).toEqual([
      [{ by: "by a", actions: [refund] }],
      [{ by: "by b", actions: [refund, { type: "tag", params: {} }] }],
      [{ by: "ann", actions: [refund] }],
      [
        { by: "by d", actions: [refund] },
        { actions: [], by: "cid" },
      ],
    ]);
  });

  test("a cell that is not what its reader expects names the column, what was expected and what was there; all of a record at once", async () => {
    const content = 'id,n,b,l,j\na,"1,250.00",maybe,x;;y,{no\nb,1e3,YES,x; y,"{""k"":1}"\nc,,,,\nd,Infinity,0,x,1\n';
    const found = await raw(content, {
      id: "id",
      decision: () => [],
      input: { n: cell.number("n"), b: cell.bool("b"), l: cell.list("l"), j: cell.json("j") },
    });
    expect(found).toEqual([
      [
        '2:n expected a number such as 12 or -0.5, got "1,250.00"',
        '2:b expected true, yes, 1, false, no or 0, got "maybe"',
        '2:l expected items between ";", none of them empty, got "x;;y"',
        '2:j expected JSON, got "{no"',
      ].join("; "),
      expect.objectContaining({ input: { n: 1000, b: true, l: ["x", "y"], j: { k: 1 } } }),
      expect.objectContaining({ input: {} }),
      '5:n expected a number such as 12 or -0.5, got "Infinity"',
    ]);
  });

  test("a whole number or JSON that could not be kept as it is written is a fault", async () => {
    const content =
      'id,n,j\na,1180000000000000037,1\nb,-9007199254740991,"{""u"":1180000000000000037,""u"":2}"\nc,0.12345678901234567890,1e300\n';
    const found = await raw(content, { id: "id", decision: () => [], input: { n: cell.number("n"), j: cell.json("j") } });
    const tooLong = "expected a whole number up to 9007199254740991, got 1180000000000000037: write longer ids as text";
    expect(found).toEqual([
      `2:n ${tooLong}`,
      `3:j ${tooLong}; expected each key once in an object, got "u" again`,
      expect.objectContaining({ input: { n: 0.12345678901234568, j: 1e300 } }),
    ]);
  });

  test("a mapping function that throws, or asks for a column that is not there, is that record's fault", async () => {
    const content = "id,text\na,x\nb,y\n";
    const throwing: CaseMapping = {
      ...simple,
      decision: (row) => {
        if (row.id === "a") throw new Error("no such decision");
        return row.txt === "y" ? [] : [];
      },
    };
    expect(await raw(content, throwing)).toEqual([
      "2: expected a value for decision, but its mapping threw: no such decision",
      '3: expected a value for decision, but its mapping threw: there is no column "txt"; did you mean "text"?',
    ]);
  });

  test("a path inside the case leads back to the user's column", () => {
    const columnOf = (...path: PropertyKey[]) => csv("tickets.csv", mapping).columnOf?.(path);
    expect(columnOf("id")).toBe("ticket");
    expect(columnOf("input", "body")).toBe("body");
    expect(columnOf("decisions", 0, "actions", 0, "type")).toBe("action");
    expect(columnOf("decisions", 0, "actions", 0, "params", "amount")).toBe("amount");
    expect(columnOf("decisions", 0, "seconds")).toBe("handle");
    expect(columnOf("outcome", "reopened")).toBe("reopened");
    expect(columnOf("slices", "language")).toBe("lang");
    expect(columnOf("weight")).toBeUndefined();
    expect(columnOf("decisions", 0, "actions")).toBeUndefined();
  });
});
