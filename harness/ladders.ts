import type { Criterion } from "./criteria/criterion.ts";
import { EarnestError } from "./errors.ts";

export { defineLadder } from "./ladders/defineLadder.ts";
export { evidenceLadder } from "./ladders/evidenceLadder.ts";
export { fourLevels } from "./ladders/fourLevels.ts";
export { phased } from "./ladders/phased.ts";
export { sixStages } from "./ladders/sixStages.ts";
export { supervisedFour } from "./ladders/supervisedFour.ts";

/** A level of autonomy, and the evidence it demands: to climb to it, to stay on it, and to go on from it. */
export interface Rung {
  readonly id: string;
  readonly name: string;
  /** What the agent may do, and what a person does. */
  readonly agent: string;
  readonly person: string;
  /** Does the agent act without a person's approval of each act? A gate before such a rung asks for a sealed wall. Default: yes. */
  readonly alone?: boolean;
  /** The rung of the evidence ladder that this one stands for; by it ceilings hold on every ladder. Required of every rung that a suite uses. */
  readonly like?: string;
  /** What has to be met to climb to this rung, where a suite's row sets no criteria of its own. */
  readonly climb?: readonly Criterion[];
  /** What costs this rung when it is shown not to hold. */
  readonly stay?: readonly Criterion[];
  /** What has to go on holding on this rung: without it nothing moves up from here, and nothing is lost. */
  readonly hold?: readonly Criterion[];
  /** What has to be in place besides evidence, in words; printed, and for people to see to. */
  readonly safeguards?: readonly string[];
}

/** The rungs, lowest first. */
export interface Ladder {
  readonly name: string;
  readonly about?: string;
  readonly rungs: readonly Rung[];
  /** Days that have to pass between one promotion and the next, of any action type. */
  readonly pace?: number;
}

/** The place of a rung on its ladder, counting from 0; throws SUITE_BROKEN for a rung it does not have. */
export function rungIndex(ladder: Ladder, id: string): number {
  const index = ladder.rungs.findIndex((rung) => rung.id === id);
  if (index >= 0) return index;
  throw new EarnestError("SUITE_BROKEN", `the ladder "${ladder.name}" has no rung ${id}`, {
    next: `Its rungs are ${ladder.rungs.map((rung) => rung.id).join(", ")}`,
  });
}

/** A demand of a ladder as it is printed. */
export interface DemandData {
  readonly name: string;
  readonly params: Criterion["params"];
  readonly question: string;
  readonly limit: string;
}

/** A ladder as plain data. */
export interface LadderData {
  readonly name: string;
  readonly about: string;
  readonly pace: number | null;
  readonly rungs: readonly (Pick<Rung, "id" | "name" | "agent" | "person"> & {
    readonly alone: boolean;
    readonly like: string | null;
    readonly safeguards: readonly string[];
    readonly climb: readonly DemandData[];
    readonly stay: readonly DemandData[];
    readonly hold: readonly DemandData[];
  })[];
}

/** What a ladder says, for pages and digests. */
export function ladderData({ name, about = "", pace, rungs }: Ladder): LadderData {
  const plain = (criteria: readonly Criterion[] = []) =>
    criteria.map(({ name: called, params, question, limit }) => ({ name: called, params, question, limit }));
  return {
    name,
    about,
    pace: pace ?? null,
    rungs: rungs.map(({ id, name: called, agent, person, alone = true, like, safeguards = [], climb, stay, hold }) => ({
      id,
      name: called,
      agent,
      person,
      alone,
      like: like ?? null,
      safeguards,
      climb: plain(climb),
      stay: plain(stay),
      hold: plain(hold),
    })),
  };
}
