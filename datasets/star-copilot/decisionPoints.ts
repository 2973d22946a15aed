import type { Dialogue, DialogueEvent } from "./dialogues.ts";

/** What was said to the other side, by whom. */
interface Said {
  readonly by: "customer" | "wizard";
  readonly text: string;
}

/** A moment at which the wizard picked one of the copilot's suggestions, with what stood before it. */
export interface DecisionPoint {
  /** The dialogue's id and the place of the event in its list, counted from 1. */
  readonly id: string;
  /** The path of the event inside the file. */
  readonly column: string;
  readonly picked: DialogueEvent & { readonly ActionLabel: string };
  /** The wizard's request for suggestions, when one is on record since the last pick. */
  readonly request: DialogueEvent | undefined;
  /** Everything said before, by either side. */
  readonly said: readonly Said[];
}

/** The decision points of a dialogue, in order. The instructions given to the customer are left out: the wizard never saw them. */
export function* decisionPoints(dialogue: Dialogue): Generator<DecisionPoint> {
  const said: Said[] = [];
  let request: DialogueEvent | undefined;
  for (const [index, event] of dialogue.Events.entries()) {
    if (event.Action === "request_suggestions") request = event;
    if (isPick(event)) {
      yield { id: `${dialogue.DialogueID}-${index + 1}`, column: `Events.${index}`, picked: event, request, said: said.slice() };
      request = undefined;
    }
    if ((event.Action === "utter" || event.Action === "pick_suggestion") && event.Text !== undefined) {
      said.push({ by: event.Agent === "User" ? "customer" : "wizard", text: event.Text });
    }
  }
}

function isPick(event: DialogueEvent): event is DecisionPoint["picked"] {
  return event.Action === "pick_suggestion" && event.ActionLabel !== undefined;
}
