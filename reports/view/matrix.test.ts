import type { MatrixCell } from "earnest";
import { expect, test } from "vitest";
import { sampleJudgement } from "../testing/sampleJudgement.ts";
import { matrixView } from "./matrix.ts";

const number = (text: string) => Number(/[\d,]+/.exec(text)?.[0].replaceAll(",", "") ?? 0);

/** What stands beside a cell is on top of it where it begins with a plus, and part of it otherwise. */
const numbers = (more: string) => [...more.matchAll(/\+ ([\d,]+)/g)].reduce((sum, [, text]) => sum + number(text ?? ""), 0);

function sumOf(view: ReturnType<typeof matrixView>): number {
  return view.rows.flatMap(({ cells }) => cells).reduce((sum, { n, more }) => sum + number(n) + numbers(more), 0);
}

test.each([5, 21, 163, 400])("%i action types: nothing is lost by summing the rest", (types) => {
  const { evidence, ...judgement } = sampleJudgement({ types });
  const view = matrixView({ ...judgement, evidence });
  const all = evidence.matrix.flatMap(({ outcomes }) => Object.values(outcomes)).reduce((sum, n) => sum + n, 0);
  expect(sumOf(view)).toBe(all);
  expect(view.rows.length).toBeLessThanOrEqual(26);
  expect(view.folded + Math.min(types, 21)).toBeGreaterThanOrEqual(types - Math.floor(types / 17) - 1);
  const differ = evidence.matrix.flatMap(({ outcomes }) => Object.entries(outcomes)).filter(([outcome]) => outcome !== "match");
  expect([...view.pairs, ...view.handed].reduce((sum, { n }) => sum + number(n), 0)).toBe(
    differ.reduce((sum, [, n]) => sum + n, 0),
  );
});

test("the diagonal holds what matched, and beside it the same action with other details", () => {
  const judgement = sampleJudgement({ types: 1 });
  const type = judgement.types[0]?.type ?? "";
  const matrix: MatrixCell[] = [
    { decided: type, proposed: type, outcomes: { match: 90, params: 4, near: 1 } },
    { decided: "none", proposed: type, outcomes: { overreach: 3 } },
    { decided: type, proposed: "escalate", outcomes: { escalated: 20 } },
  ];
  const view = matrixView({ ...judgement, evidence: { ...judgement.evidence, matrix } });
  expect(view.rows).toEqual([
    {
      name: "Tag a ticket",
      cells: [
        { n: "90", more: "+ 5 other details", look: "diag" },
        { n: "20", more: "", look: "esc" },
      ],
    },
    {
      name: "Did nothing",
      cells: [
        { n: "3", more: "", look: "h2 ser" },
        { n: "0", more: "", look: "zero" },
      ],
    },
  ]);
});

test("a proposal that could not be used is not one with other details", () => {
  const judgement = sampleJudgement({ types: 1 });
  const type = judgement.types[0]?.type ?? "";
  const matrix: MatrixCell[] = [
    { decided: type, proposed: type, outcomes: { match: 90, near: 1, params: 4, failed: 7 } },
    { decided: type, proposed: "failed", outcomes: { failed: 2 } },
    { decided: "none", proposed: type, outcomes: { overreach: 3, failed: 1 } },
  ];
  const view = matrixView({ ...judgement, evidence: { ...judgement.evidence, matrix } });
  expect(view.rows.map(({ cells }) => cells.map(({ n, more }) => [n, more]))).toEqual([
    [
      ["90", "+ 5 other details + 7 could not be used"],
      ["2", ""],
    ],
    [
      ["4", "of them 1 could not be used"],
      ["0", ""],
    ],
  ]);
});

test("what a policy keeps back has words of its own, and is no disagreement, nor is what was handed over", () => {
  const judgement = sampleJudgement({ types: 2 });
  const [type = "", other = ""] = judgement.types.map((one) => one.type);
  const matrix: MatrixCell[] = [
    { decided: type, proposed: type, outcomes: { match: 90, params: 4, escalated: 345 } },
    { decided: "none", proposed: type, outcomes: { overreach: 3, escalated: 6, failed: 1 } },
    { decided: other, proposed: type, outcomes: { escalated: 2 } },
    { decided: type, proposed: "escalate", outcomes: { escalated: 20 } },
  ];
  const view = matrixView({ ...judgement, evidence: { ...judgement.evidence, matrix } });
  expect(view.rows.map(({ cells }) => cells.map(({ n, more, look }) => [n, more, look]))).toEqual([
    [
      ["90", "+ 4 other details + 345 kept back by policy", "diag"],
      ["20", "", "esc"],
    ],
    [
      ["2", "of them 2 kept back by policy", "esc"],
      ["0", "", "zero"],
    ],
    [
      ["10", "of them 1 could not be used, 6 kept back by policy", "h3 ser"],
      ["0", "", "zero"],
    ],
  ]);
  expect(sumOf(view)).toBe(90 + 4 + 345 + 10 + 2 + 20);
  expect(view.kept).toBe(true);
  expect(view.handed.map(({ label, n }) => [label, n])).toEqual([["Tag a ticket → Handed over", "20"]]);
  expect(view.pairs.map(({ label, n }) => [label, n])).toEqual([
    ["Tag a ticket → Tag a ticket (other details)", "4"],
    ["Did nothing → Tag a ticket (acted alone)", "3"],
    ["Did nothing → Tag a ticket (could not be used)", "1"],
  ]);
});
