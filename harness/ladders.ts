import { EarnestError } from "./errors.ts";

/** A level of autonomy: its short id, its name, what the agent may do and what a person does. */
export interface Rung {
  readonly id: string;
  readonly name: string;
  readonly agent: string;
  readonly person: string;
  /** Does the agent act without a person's approval of each act? A gate before such a rung asks for a sealed wall. Default: yes. */
  readonly alone?: boolean;
}

/** The rungs, lowest first. */
export interface Ladder {
  readonly name: string;
  readonly rungs: readonly Rung[];
}

/** The default ladder: one rung at a time, per action type, on evidence. */
export const evidenceLadder: Ladder = {
  name: "evidence",
  rungs: [
    { id: "L0", name: "assistant", agent: "answers questions", person: "does the work", alone: false },
    { id: "L1", name: "draft and approval", agent: "drafts", person: "edits and sends each draft", alone: false },
    { id: "L2", name: "recommending", agent: "recommends an action", person: "decides and carries it out", alone: false },
    {
      id: "L3",
      name: "acting with approval",
      agent: "carries out what a person approved",
      person: "approves each action",
      alone: false,
    },
    {
      id: "L4",
      name: "acting under policy",
      agent: "acts alone inside a written policy",
      person: "watches, and handles what it hands over",
      alone: true,
    },
    { id: "L5", name: "autonomous", agent: "acts alone", person: "handles exceptions", alone: true },
  ],
};

/** The place of a rung on its ladder, counting from 0; throws SUITE_BROKEN for a rung it does not have. */
export function rungIndex(ladder: Ladder, id: string): number {
  const index = ladder.rungs.findIndex((rung) => rung.id === id);
  if (index >= 0) return index;
  throw new EarnestError("SUITE_BROKEN", `the ladder "${ladder.name}" has no rung ${id}`, {
    next: `Its rungs are ${ladder.rungs.map((rung) => rung.id).join(", ")}`,
  });
}
