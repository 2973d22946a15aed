import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { JudgeFacts } from "earnest";
import Handlebars from "handlebars";
import { describe, expect, test } from "vitest";
import { plainData } from "../plain.ts";
import { HOSTILE } from "../testing/hostile.ts";
import { judgeModelView } from "./judgeModel.ts";

const TEMPLATES = join(import.meta.dirname, "..", "templates");
const environment = Handlebars.create();
const OPTIONS = { strict: true, knownHelpersOnly: true, preventIndent: true };
for (const name of ["entries", "judgeModel"]) {
  environment.registerPartial(name, environment.compile(readFileSync(join(TEMPLATES, `${name}.hbs`), "utf8").trimEnd(), OPTIONS));
}
const render = (view: object | null) => environment.compile("{{> judgeModel}}", OPTIONS)(plainData(view));

const measured: NonNullable<JudgeFacts["measured"]> = {
  type: "reply",
  cases: 1000,
  judgeMatches: 880,
  unruled: 3,
  drawn: 100,
  picked: 12,
  elsewhere: 2,
  conflicts: 4,
  unsettled: 1,
  table: { both: 80, judgeOnly: 6, peopleOnly: 4, neither: 10 },
  sensitivity: { count: 80, n: 84, low: 0.8839, high: 0.9813 },
  specificity: { count: 10, n: 16, low: 0.3864, high: 0.8152 },
  informed: 0.577,
  agreement: { count: 90, n: 100 },
  constant: { count: 84, n: 100 },
  kappa: { kappa: 0.608, interval: { low: 0.4, high: 0.8 } },
  corrected: { estimate: 0.8529, low: 0.8001, high: 0.8949, kinds: 2 },
  ppi: { estimate: 0.99, low: 0.8, high: 1.04, weight: 0.7 },
  roganGladen: { estimate: 0.87, low: 0.7, high: 1 },
  audit: { floor: 0.95, logE: -1, shown: false, more: null },
};

const facts = (more: Partial<JudgeFacts> = {}): JudgeFacts => ({
  judges: [{ name: "model", version: "1", digest: "d".repeat(64), ruled: 700, ignored: 5 }],
  cases: 1000,
  judgeMatches: 880,
  unruled: 3,
  adjudications: { digest: "e".repeat(64), records: 120, replaced: 2, otherAgents: 1, conflicts: 4 },
  measured,
  closed: { why: "Not yet.", change: "more." },
  ...more,
});
const page = (more?: Partial<JudgeFacts>) => render(judgeModelView([{ title: "Reply", judge: facts(more) }]));
const said = (html: string, term: string) => html.split(`<dt>${term}</dt><dd>`)[1]?.split("</dd>")[0];

describe("the judge on the page", () => {
  test("is left out where no action type asks one", () => {
    expect(judgeModelView([{ title: "Refund", judge: null }])).toBeNull();
  });

  test("is named with what it ruled on, what it did not, and who checked it", () => {
    const html = page();
    expect(said(html, "Judge")).toBe(
      `model 1, 700 rulings; 5 rulings of other judges or versions left aside<br><span class="mono">${"d".repeat(64)}</span>`,
    );
    expect(said(html, "With a pair it has not ruled on")).toBe("3 of 1,000 cases, counted as different");
    expect(said(html, "Adjudications")).toContain("120 records, 2 replaced by later ones, 1 about another version of the agent");
    expect(said(html, "Cases they are on")).toContain("100 drawn at random");
    expect(html).toContain("Not yet.");
  });

  test("stands beside people in a table whose rows and columns add up", () => {
    const cells = [...page().matchAll(/<td class="n">(\d+)<\/td>/g)].map(([, n]) => Number(n));
    expect(cells).toEqual([80, 6, 86, 4, 10, 14, 84, 16, 100]);
  });

  test("has ranges rounded outwards, within what a share can be, beside what the constant answer would get", () => {
    const html = page();
    expect(said(html, "Of what people called the same, the judge too")).toBe("95.2% (80 of 84), range 88.3% to 98.2%");
    expect(said(html, "Of what people called different, the judge too")).toBe("10 of 16, range 38.6% to 81.6%");
    expect(said(html, "Goes with people")).toBe("90.0% (90 of 100); always saying “the same” would in 84.0% (84 of 100)");
    expect(said(html, "Match rate of these cases, corrected by what people said")).toBe("85.3% (80.0% to 89.5%)");
    expect(said(html, "The same, prediction-powered")).toBe("99.0% (80.0% to 100.0%); not used for the answer");
  });

  test("without any check has no table and no rates", () => {
    for (const more of [{ measured: null }, { measured: null, adjudications: null }, { measured: { ...measured, drawn: 0 } }]) {
      expect(page(more)).not.toContain("<table");
      expect(page(more)).not.toContain("Goes with people");
    }
    expect(said(page({ measured: null, adjudications: null }), "Adjudications")).toBe("none: nobody has checked the judge");
  });

  test("cannot be more than text", () => {
    const [judge] = facts().judges as [JudgeFacts["judges"][number]];
    for (const hostile of HOSTILE) {
      const judges = [{ ...judge, name: hostile, version: hostile, digest: hostile }];
      const html = render(
        judgeModelView([{ title: hostile, judge: facts({ judges, closed: { why: hostile, change: hostile } }) }]),
      );
      expect(html).not.toMatch(/<(?:script|img|svg|iframe|a |form|link|meta|base|style|object|template|!--)/i);
      for (const unseen of ["\u202e", "\u001b", "\u200b"]) expect(html).not.toContain(unseen);
    }
  });
});
