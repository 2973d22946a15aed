import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EarnestError, type Source, type SourceRow } from "earnest";
import { afterEach, beforeEach, expect, test } from "vitest";
import { starCases } from "./starCases.ts";
import { starProposals } from "./starProposals.ts";

let dir: string;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "star-"));
  mkdirSync(join(dir, "dialogues"));
});

afterEach(() => rmSync(dir, { recursive: true }));

const HELLO = { Agent: "User", Action: "utter", Text: "Hello", UnixTime: 1589465048 };
const GUIDE = { Agent: "UserGuide", Action: "instruct", Text: "Be rude", UnixTime: 1589465049 };

function request(text: string, time = 1589465052) {
  return { Agent: "Wizard", Action: "request_suggestions", Text: text, UnixTime: time, PrimaryItem: { Name: "North Hill" } };
}

function pick(label: string, options: unknown, more: object = {}) {
  return {
    Agent: "Wizard",
    Action: "pick_suggestion",
    ActionLabel: label,
    ActionLabelOptions: options,
    Text: `the text of ${label}`,
    UnixTime: 1589465055,
    ...more,
  };
}

function put(name: string, events: readonly object[], more: object = {}): void {
  const dialogue = {
    DialogueID: Number.parseInt(name, 10),
    AnonymizedWizardWorkerID: "w1",
    Scenario: {
      Domains: ["hotel", "bank"],
      Happy: false,
      MultiTask: true,
      WizardTask: "Follow the chart",
      UserTask: "a secret of the customer",
    },
    Events: events,
    ...more,
  };
  writeFileSync(join(dir, "dialogues", name), JSON.stringify(dialogue));
}

async function all(source: Source): Promise<SourceRow[]> {
  const rows: SourceRow[] = [];
  for await (const batch of source.read()) rows.push(...batch);
  return rows;
}

const cases = () => all(starCases(dir).cases);
const proposals = () => all(starProposals(dir));
const raws = (rows: readonly SourceRow[]) => rows.map((row) => (row.kind === "row" ? row.raw : row));

test("every pick is a case in its conversation's cluster, and the two readings agree on its id", async () => {
  put("7.json", [
    HELLO,
    GUIDE,
    request("hi"),
    pick("hello", ["hello", "goodbye_1"]),
    request("name"),
    pick("ask_name", ["hello", "ask_name"]),
  ]);
  const [first, second] = raws(await cases());
  expect(first).toEqual({
    id: "7-4",
    cluster: "7",
    at: "2020-05-14T14:04:15.000Z",
    input: {
      instructions: "Follow the chart",
      said: [{ by: "customer", text: "Hello" }],
      found: { Name: "North Hill" },
      typed: "hi",
    },
    decisions: [{ actions: [{ type: "hello", params: {} }], by: "w1", seconds: 3 }],
    slices: { path: "unhappy", tasks: "several", domain: "bank+hotel" },
  });
  expect(second).toMatchObject({ id: "7-6", cluster: "7", decisions: [{ actions: [{ type: "ask_name" }] }] });
  expect(raws(await proposals())).toMatchObject([
    { id: "7-4", proposal: { kind: "act", actions: [{ type: "hello", params: {} }] } },
    { id: "7-6", proposal: { kind: "act", actions: [{ type: "hello", params: {} }] } },
  ]);
});

test("the input holds what was said before and nothing of the pick", async () => {
  put("7.json", [
    HELLO,
    GUIDE,
    request("draft one"),
    pick("label_one", ["label_one"]),
    request("draft two"),
    pick("label_two", ["label_three"]),
  ]);
  const [first, second] = raws(await cases()) as { input: unknown }[];
  expect(JSON.stringify(first?.input)).not.toMatch(/label_one|label_two|draft two|Be rude|secret/);
  expect(JSON.stringify(second?.input)).not.toMatch(/text of label_two|label_three|draft one/);
  expect(second?.input).toMatchObject({
    said: [{ by: "customer" }, { by: "wizard", text: "the text of label_one" }],
    typed: "draft two",
  });
});

test("a draft belongs to one pick only", async () => {
  put("7.json", [request("hi"), pick("hello", ["hello"]), HELLO, pick("ask_name", ["ask_name"])]);
  const second = raws(await cases())[1] as { input: object; decisions: { seconds?: number }[] };
  expect(second.input).toMatchObject({ typed: undefined, found: undefined });
  expect(second.decisions[0]?.seconds).toBeUndefined();
});

test.each([
  ["only free text", ["custom"]],
  ["no option", []],
  ["no list of options", undefined],
])("with %s on offer the copilot abstained", async (_, options) => {
  put("7.json", [request("hm"), pick("custom", options)]);
  expect(raws(await proposals())).toMatchObject([{ id: "7-2", proposal: { kind: "abstain" } }]);
  expect(raws(await cases())).toMatchObject([{ decisions: [{ actions: [{ type: "custom", params: {} }] }] }]);
});

test("dialogues come by ascending id, and what is no published dialogue is not read", async () => {
  for (const name of ["10.json", "9.json", "100.json"]) put(name, [pick("hello", ["hello"])]);
  for (const name of [".9.json", "notes.txt"]) writeFileSync(join(dir, "dialogues", name), "x");
  expect(raws(await cases()).map((raw) => (raw as { id: string }).id)).toEqual(["9-1", "10-1", "100-1"]);
});

test.each([
  ["broken JSON", "{", "expected a dialogue as JSON"],
  ["bytes that are not UTF-8", Buffer.from([0x7b, 0xe9]), "expected UTF-8"],
  ["no events", '{"DialogueID": 3}', "expected array"],
  [
    "a pick without its label",
    JSON.stringify({ DialogueID: 3, Events: [{ ...pick("hello", []), ActionLabel: undefined }] }),
    "needs the label",
  ],
  ["options that are no labels", JSON.stringify({ DialogueID: 3, Events: [pick("hello", [1])] }), "expected string"],
])("%s is one bad row that names the file; the other dialogues are read", async (_, content, message) => {
  writeFileSync(join(dir, "dialogues", "3.json"), content);
  put("4.json", [pick("hello", ["hello"])]);
  const [bad, good] = await cases();
  expect(bad).toMatchObject({
    kind: "unreadable",
    faults: [{ where: { file: join(dir, "dialogues", "3.json") }, message: expect.stringContaining(message) }],
  });
  expect(good).toMatchObject({ kind: "row", raw: { id: "4-1" } });
  expect((await proposals()).map((row) => row.kind)).toEqual(["excluded", "row"]);
});

test.each([
  ["no folder is named", () => undefined],
  ["the folder does not exist", () => join(dir, "nowhere")],
  ["the folder holds no dialogues folder", () => join(dir, "dialogues")],
  ["the dialogues folder is empty", () => dir],
])("where %s, the reader says how to get the data", async (_, given) => {
  const failure = await all(starCases(given()).cases).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(EarnestError);
  expect(failure).toMatchObject({ code: "DATA_MISSING", next: expect.stringMatching(/RasaHQ\/STAR.*--data DIR.*EARNEST_DATA/) });
});
