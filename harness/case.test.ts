import { readFileSync, writeFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { caseSchema, parseCase } from "./case.ts";

const least = { id: "a", input: "text", decisions: [{ actions: [] }] };

describe("a case", () => {
  test("needs an id, an input and a decision; the rest has stated defaults", () => {
    expect(parseCase(least)).toEqual({
      case: { id: "a", cluster: "a", input: "text", reads: [], decisions: [{ actions: [] }], slices: {}, weight: 1 },
    });
  });

  test("keeps what it is given", () => {
    const full = {
      id: "a",
      cluster: "customer 7",
      at: "2026-03-01T12:00:00Z",
      input: { subject: "x" },
      reads: [{ tool: "order", args: { id: 1 }, answer: { paid: true }, at: "2026-03-01" }],
      decisions: [
        {
          actions: [
            { type: "refund", params: { amount: 5 } },
            { type: "escalate", params: {} },
          ],
          by: "ann",
          at: "2026-03-01",
          seconds: 30,
        },
        { actions: [], by: "bob" },
      ],
      outcome: { reopened: false },
      slices: { lang: "en" },
      weight: 1,
    };
    expect(parseCase(full)).toEqual({ case: full });
  });

  test("input may be null, but not absent", () => {
    expect(parseCase({ ...least, input: null })).toHaveProperty("case");
    expect(parseCase({ id: "a", decisions: least.decisions })).toMatchObject({ faults: [{ path: ["input"] }] });
  });

  test("the action none is the empty set and stands alone; escalate is an action among others", () => {
    const decided = (...types: string[]) => parseCase({ ...least, decisions: [{ actions: types.map((type) => ({ type })) }] });
    expect(decided("none")).toMatchObject({ case: { decisions: [{ actions: [] }] } });
    expect(decided("none", "refund")).toMatchObject({ faults: [{ path: ["decisions", 0, "actions"] }] });
    expect(decided("tag", "escalate")).toMatchObject({
      case: { decisions: [{ actions: [{ type: "tag" }, { type: "escalate" }] }] },
    });
  });

  test("says everything that is wrong, each with its path", () => {
    const parsed = parseCase({
      id: "",
      at: "yesterday",
      input: 1,
      decisions: [{ actions: [{ params: {} }], seconds: -1 }],
      clutser: "k",
    });
    expect("faults" in parsed && parsed.faults.map((fault) => fault.path.join("."))).toEqual([
      "id",
      "at",
      "decisions.0.actions.0.type",
      "decisions.0.seconds",
      "",
    ]);
    expect("faults" in parsed && parsed.faults.at(-1)?.message).toContain("clutser");
  });

  test.each([[[]], ["text"], [null], [7]])("%j is no case", (raw) => {
    expect(parseCase(raw)).toMatchObject({ faults: [{ path: [] }] });
  });
});

test("the published JSON Schema of the case file is the one in use", () => {
  const path = new URL("../datasets/case.schema.json", import.meta.url);
  const text = `${JSON.stringify(z.toJSONSchema(caseSchema, { io: "input" }), null, 2)}\n`;
  if (process.env.EARNEST_UPDATE === "1") writeFileSync(path, text);
  expect(readFileSync(path, "utf8"), "refresh it with EARNEST_UPDATE=1 npx vitest run harness/case.test.ts").toBe(text);
});

test("the worked example of the case format is a case", () => {
  const page = readFileSync(new URL("../datasets/README.md", import.meta.url), "utf8");
  const example: unknown = JSON.parse(/```json\n([\s\S]*?)```/.exec(page)?.[1] ?? "null");
  expect(parseCase(example)).toMatchObject({
    case: { id: "t-1042", decisions: [{ actions: [{ type: "tag" }, { type: "refund" }] }] },
  });
});
