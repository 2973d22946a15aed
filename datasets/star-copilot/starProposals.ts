import { rows, type Source, type SourceRow } from "earnest";
import { type DecisionPoint, decisionPoints } from "./decisionPoints.ts";
import { type DialogueFile, dialogues } from "./dialogues.ts";

/** The label under which the wizard could write freely; as the only option it means that the copilot had nothing to suggest. */
const FREE = "custom";

/** What the copilot suggested first at each decision point of the STAR dialogues; it abstained where it could only offer free text. */
export function starProposals(dir: string | undefined): Source {
  return rows("STAR suggestions", () => proposalRows(dir));
}

async function* proposalRows(dir: string | undefined): AsyncGenerator<SourceRow[]> {
  for await (const read of dialogues(dir)) yield rowsOf(read);
}

function rowsOf(read: DialogueFile): SourceRow[] {
  if ("faults" in read) {
    // The dataset reports what is wrong with the file; there are no cases in it to propose for.
    return [{ kind: "excluded", id: read.name, because: "the dialogue could not be read", where: { file: read.file } }];
  }
  const { file, dialogue } = read;
  return [...decisionPoints(dialogue)].map((point) => ({
    kind: "row",
    raw: {
      id: point.id,
      proposal: proposalOf(point),
      steps: [{ kind: "suggest", args: point.request?.Text, answer: point.picked.ActionLabelOptions ?? [] }],
    },
    where: { file, column: point.column },
  }));
}

function proposalOf({ picked }: DecisionPoint) {
  const options = picked.ActionLabelOptions ?? [];
  const [first] = options;
  if (first === undefined || options.every((option) => option === FREE))
    return { kind: "abstain", because: "no suggestion but free text" };
  return { kind: "act", actions: [{ type: first, params: {} }] };
}
