import type { TypeJudgement } from "earnest";
import { expect, test } from "vitest";
import { autonomySheet } from "../autonomySheet.ts";
import { autonomySheetMarkdown } from "../autonomySheetMarkdown.ts";
import { fullest } from "../testing/fullest.ts";
import { HOSTILE } from "../testing/hostile.ts";
import { NO_DRILLS } from "../testing/sampleFacts.ts";
import { sampleGoverned } from "../testing/sampleGoverned.ts";
import { sampleJudgement } from "../testing/sampleJudgement.ts";
import { lowering } from "./lowering.ts";
import { PageColumn } from "./pageColumn.ts";
import { raising } from "./raising.ts";
import { type Sheet, sheetView } from "./sheet.ts";
import { drillSaid } from "./sheetFacts.ts";

const judgement = sampleGoverned({ cases: 300 });
const nth = (i: number) => judgement.types[i] as TypeJudgement;
const sheet = (i: number) => sheetView(judgement).sheets[i] as Sheet;

test("a sheet for each row of the suite, or for the types that were named", () => {
  const types = judgement.types.map((type, i) => (i === 4 ? { ...type, declared: false } : type));
  expect(sheetView({ ...judgement, types }).sheets).toHaveLength(4);
  expect(sheetView({ ...judgement, types }, ["cancel.an.order"]).sheets.map(({ title }) => title)).toEqual(["Cancel an order"]);
  expect(sheetView({ ...judgement, types: [] })).toMatchObject({ none: true, sheets: [] });
});

test("a note of a loosened gate stands on the sheet of its own type, and one about all on every sheet", () => {
  const others = Array.from({ length: 3 }, (_, i) => ({ type: `other.${i}`, says: `“Other ${i}” asks for less.` }));
  const loosened = [...others, { type: null, says: "All action types: less." }, { type: nth(1).type, says: "“Mine”: less." }];
  const notes = sheetView({ ...judgement, loosened }).sheets.map((one) =>
    one.notes.filter((note) => note.loosened).map(({ text }) => text.replace(/^.*seen: /, "")),
  );
  expect(notes[0]).toEqual(["All action types: less."]);
  expect(notes[1]).toEqual(["“Mine”: less.", "All action types: less."]);
});

test("what raises it: what each check that is not met takes, or the word of a person", () => {
  expect(sheet(2).raises.items).toEqual([
    "Does its risk allow the next rung? It takes a smaller risk: what one wrong act can cost, made smaller or possible to undo, and weighed anew by its owners. No evidence does it.",
  ]);
  expect(sheet(3).raises.items).toContain("Is it watched for drift? It takes 18 more nights.");
  expect(sheet(1).raises.items[0]).toBe(
    "Every check before L4 is met. A person moves it there, in the register, with earnest promote.",
  );
  const asksNothing = { ...nth(1), decided: { ...nth(1).decided, verdict: "not_requested" as const, ask: null } };
  expect(raising(judgement, asksNothing).slice(0, 2)).toEqual([
    expect.stringContaining("Nothing higher was asked for. The next rung is L4, acting under policy."),
    "It demands: at least 95% of decisions the same.",
  ]);
});

test("what lowers it: the floor, the drift watch, the breaker or a person, the register, and the risk", () => {
  const said = lowering(nth(4)).join("\n");
  expect(said).toContain("To stay: Does it decide as people did? At least 90% of the decisions.");
  expect(said).toContain("none in 30 nights");
  expect(said).toContain("written to the register at once, as by a circuit breaker");
  expect(lowering(nth(1)).join("\n")).toContain("takes effect when a person writes it, with earnest demote");
  const { facts } = nth(1).evidence;
  const unwatched = { ...nth(1), evidence: { ...nth(1).evidence, facts: { ...facts, drift: null } } };
  expect(lowering(unwatched).join("\n")).toContain("Drift: it was not watched");
});

test("parts without data say so", () => {
  const [bare] = sheetView(sampleJudgement({ types: 1 })).sheets as [Sheet];
  expect(bare.about).toBe("The suite does not say what it does.");
  expect(bare.ceiling).toContain("no ceiling was set");
  expect(bare.envelope).toContain("No policy envelope");
  expect(bare.drill).toBe("No undo drill is on record.");
  expect(bare.owners[1]?.fact).toBe("not named");
});

test("a drill of another version says so, and its time is rounded up", () => {
  const { facts } = nth(1).evidence;
  const [drill] = facts.drills as [(typeof facts.drills)[number]];
  const drilled = (more: object) =>
    drillSaid({
      ...nth(1),
      drills: NO_DRILLS,
      evidence: { ...nth(1).evidence, facts: { ...facts, drills: [{ ...drill, ...more }] } },
    });
  expect(drilled({ agent: "2.6.0", restored: 47, seconds: 899.2 })).toBe(
    "2026-06-20 08:00 UTC, of another version (2.6.0): 47 of 50 restored in 15 min 00 s, in a copy of the orders.",
  );
  expect(drilled({ seconds: 41 })).toContain("in 41 s");
});

test("lists share the lines of a column, and what is left out is counted", () => {
  const column = new PageColumn(0);
  expect(column.take(["a", "b"], 5, () => 1)).toEqual({ items: ["a", "b"], more: "" });
  expect(column.take(["a", "b", "c", "d"], 1, () => 1, "rule")).toEqual({ items: ["a", "b", "c", "d"], more: "" });
  expect(column.take(["a", "b", "c"], 2, () => 1, "rule")).toEqual({ items: ["a"], more: "And 2 more rules: see the report." });
  expect(new PageColumn(0).take(["a"], 1, () => 9)).toEqual({ items: [], more: "And 1 more: see the report." });
});

test("nothing that is cut goes unsaid, on the page or in markdown", () => {
  const [full] = sheetView(fullest(judgement)).sheets as [Sheet];
  const given = fullest(judgement).types[0] as TypeJudgement;
  const left = Number(/(\d+) more/.exec(full.checks.more)?.[1]);
  expect(full.checks.items.length + left).toBe(
    given.decided.climb.length + given.decided.hold.length + given.decided.stay.length,
  );
  expect(autonomySheetMarkdown(fullest(judgement))).toContain(full.checks.more);
});

test.each(HOSTILE)("%j stays text in the markdown of a sheet: no markup, no line of its own, no link", (plant) => {
  const text = autonomySheetMarkdown(
    sampleGoverned({ types: 2, plant: `${plant} @someone https://example.invalid [c](d) \`e\`` }),
  );
  const ours = text.replaceAll("<!-- -->", "").replaceAll(/^> /gm, "");
  expect(ours.replaceAll("&lt;", "").replaceAll("&gt;", "")).not.toMatch(/[<>]/);
  expect(text).not.toMatch(/@\w|:\/\/|(?<!\\)\]\(/);
  expect(text.match(/^## /gm)).toHaveLength(2);
  expect(text.match(/^# /gm)).toHaveLength(1);
});

test("the same judgement gives the same bytes, and the page allows no script", () => {
  const html = autonomySheet(judgement);
  expect(autonomySheet(judgement)).toBe(html);
  expect(html).not.toContain("<script");
  expect(/http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1]).not.toContain("script-src");
});

test("no sentence of a rule or of the ceiling is cut in the middle, and none ends twice", () => {
  const long = `Refunds above the limit go to people, ${"and so does what comes near to it, ".repeat(12)}unless the order was never sent`;
  const type = nth(1);
  const policy = type.policy && {
    ...type.policy,
    rules: type.policy.rules.map((rule, i) => (i === 0 ? { ...rule, says: `${long}.` } : rule)),
  };
  const bounds = [{ from: "tier", rung: "L4", because: long }];
  const ceiling = type.ceiling && { ...type.ceiling, bounds };
  const [one] = sheetView({ ...judgement, types: [{ ...type, policy, ceiling }] }).sheets as [Sheet];
  expect(one.rules.items.every(({ says }) => !says.includes("…"))).toBe(true);
  expect(one.ceiling).toMatch(/Set by the tier: see the report for why\.$/);
  const short = sheetView({
    ...judgement,
    types: [
      {
        ...type,
        ceiling: type.ceiling && { ...type.ceiling, bounds: [{ from: "tier", rung: "L4", because: "so it was weighed." }] },
      },
    ],
  });
  expect(short.sheets[0]?.ceiling).toMatch(/Set by the tier: so it was weighed\.$/);
});

test("a ceiling that bars it comes before what it makes pointless", () => {
  const type = nth(2);
  const { climb } = type.decided;
  const open = { ...(climb[0] as (typeof climb)[number]), verdict: "insufficient" as const, change: "541 more cases." };
  const given = { ...type, decided: { ...type.decided, climb: [open, ...climb] } };
  expect(raising(judgement, given)[0]).toContain("Does its risk allow the next rung?");
});
