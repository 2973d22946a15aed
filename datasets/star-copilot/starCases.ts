import { type Dataset, defineDataset, rows, type SourceRow } from "earnest";
import { type DecisionPoint, decisionPoints } from "./decisionPoints.ts";
import { type Dialogue, type DialogueFile, dialogues } from "./dialogues.ts";

/** What people answered in the public STAR dialogues: a case per picked suggestion. `dir` is the folder that holds `dialogues/`. */
export function starCases(dir: string | undefined): Dataset {
  return defineDataset({
    name: "STAR dialogues",
    cases: rows("STAR dialogues", () => caseRows(dir)),
    // A conversation asks for one thing once or twice; the longest has many turns, which must not decide what one vote may cost.
    clusterCap: 2,
    redact: { none: "a published corpus of scenarios that crowd workers played, with invented people and numbers" },
    card: {
      about:
        "People (“wizards”) served customers in a chat, following flow charts, and at each turn picked one of the replies a copilot suggested. A case is one such pick; a cluster is one conversation.",
      labels:
        "The label of the reply that the wizard picked. It says what kind of reply was sent, not that it was the best one. “custom” means that the wizard turned every suggestion down; what was written instead is on record as free text and has no label.",
      origin:
        "STAR (Mosig, Mehri and Kober 2020), github.com/RasaHQ/STAR, folder “dialogues”; collected in 2020 with paid crowd workers",
      licence: "MIT. The data is read where it lies; none of it is part of earnest",
      limits: [
        "The wizard typed a draft first and the copilot ranked its suggestions by that draft. Agreement here therefore flatters an agent that must decide unaided.",
        "The wizard chose among the suggestions shown, two, three or six at a time, which pulls the choice towards them.",
        "The customers were crowd workers playing a scenario, in English, on invented data.",
        "Turns in which the wizard wrote freely without picking a suggestion have no label and are not cases.",
        "A dialogue file that cannot be read is left out whole, and counts as one row.",
      ],
    },
  });
}

async function* caseRows(dir: string | undefined): AsyncGenerator<SourceRow[]> {
  for await (const read of dialogues(dir)) yield rowsOf(read);
}

function rowsOf(read: DialogueFile): SourceRow[] {
  if ("faults" in read) return [{ kind: "unreadable", faults: read.faults }];
  const { file, dialogue } = read;
  return [...decisionPoints(dialogue)].map((point) => ({
    kind: "row",
    raw: caseOf(point, dialogue),
    where: { file, column: point.column },
  }));
}

function caseOf(point: DecisionPoint, dialogue: Dialogue) {
  const { picked, request } = point;
  const seconds =
    picked.UnixTime === undefined || request?.UnixTime === undefined ? undefined : picked.UnixTime - request.UnixTime;
  return {
    id: point.id,
    cluster: String(dialogue.DialogueID),
    at: moment(picked.UnixTime),
    input: {
      instructions: dialogue.Scenario?.WizardTask,
      tasks: dialogue.Scenario?.WizardCapabilities?.map(({ Task }) => Task),
      said: point.said,
      found: request?.PrimaryItem,
      typed: request?.Text,
    },
    decisions: [{ actions: [{ type: picked.ActionLabel, params: {} }], by: dialogue.AnonymizedWizardWorkerID, seconds }],
    slices: slicesOf(dialogue.Scenario),
  };
}

function moment(unixTime: number | undefined): string | undefined {
  return unixTime === undefined ? undefined : new Date(unixTime * 1000).toISOString();
}

function slicesOf(scenario: Dialogue["Scenario"]): Record<string, string> {
  const domains = (scenario?.Domains ?? []).filter((domain) => domain !== null).sort();
  const [task, ...others] = scenario?.WizardCapabilities ?? [];
  return {
    ...(scenario?.Happy === undefined ? {} : { path: scenario.Happy ? "happy" : "unhappy" }),
    ...(scenario?.MultiTask === undefined ? {} : { tasks: scenario.MultiTask ? "several" : "one" }),
    ...(domains.length === 0 ? {} : { domain: domains.join("+") }),
    ...(task === undefined || others.length > 0 ? {} : { task: task.Task }),
  };
}
