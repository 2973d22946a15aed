import { isDeepStrictEqual } from "node:util";
import { type Dataset, defineDataset, rows, type SourceRow } from "earnest";
import { actionOf, isWrite } from "./toolCalls.ts";
import { type Trajectory, type TrajectoryEntry, trajectories } from "./trajectories.ts";

/** The airline tasks of tau-bench: a case per task, with the writing actions an expert recorded as its decision. `data` is a trajectory file, or a folder with one. */
export function tauCases(data: string | undefined): Dataset {
  return defineDataset({
    name: "tau-bench airline",
    cases: rows("tau-bench airline tasks", () => caseRows(data)),
    redact: { none: "a published benchmark: its customers, bookings and cards are invented" },
    card: {
      about:
        "Customers of an airline, played by a language model, ask for bookings, changes, cancellations and refunds. A case is one task; a cluster is one customer, since several tasks are variants of the same request.",
      labels:
        "The writing actions that an expert recorded for the task; a transfer to a human agent is an escalation, and a task without a writing action is a decision to do nothing. It is one right path: another one may serve the customer as well.",
      origin:
        "tau-bench (Yao, Shinn, Razavi and Narasimhan 2024), github.com/sierra-research/tau-bench, folder “historical_trajectories”",
      licence: "MIT. The data is read where it lies; none of it is part of earnest",
      limits: [
        "Customers, bookings and money are invented, and the tasks were written to be hard.",
        "The input shown with a case is the task as the simulated customer was told it. The agent never saw that text: it saw the conversation, which differs in every attempt and stands in the trace.",
        "The agent could act, and saw what its actions did. A call that the tool refused was often made again with other arguments; each such call counts as an action of its own, because in observation mode nobody refuses it.",
        "With a few dozen tasks, and fewer for each action type, most questions stay open.",
      ],
    },
  });
}

async function* caseRows(data: string | undefined): AsyncGenerator<SourceRow[]> {
  const firsts = new Map<string, Trajectory>();
  for (const entry of await trajectories(data)) {
    const rows = rowsOf(entry, firsts.get(entry.task));
    if ("trajectory" in entry && !firsts.has(entry.task)) firsts.set(entry.task, entry.trajectory);
    yield rows;
  }
}

/** The first attempt at a task brings its case; the later ones must speak of the same task. */
function rowsOf(entry: TrajectoryEntry, first: Trajectory | undefined): SourceRow[] {
  if ("faults" in entry) return [{ kind: "unreadable", faults: entry.faults }];
  const { where, trajectory } = entry;
  if (first === undefined) return [{ kind: "row", raw: caseOf(entry.task, trajectory), where }];
  if (isDeepStrictEqual(first.info.task, trajectory.info.task)) return [];
  const message = `expected the same task in every attempt, got another instruction or other expert actions for ${entry.task}`;
  return [{ kind: "unreadable", faults: [{ where, message }] }];
}

function caseOf(id: string, { info }: Trajectory) {
  const { user_id, instruction, actions } = info.task;
  const decided = actions.filter(({ name }) => isWrite(name)).map(({ name, kwargs }) => actionOf(name, kwargs));
  return {
    id,
    cluster: user_id,
    input: { user_id, instruction },
    decisions: [{ actions: decided, by: "expert" }],
    slices: { writes: decided.length === 0 ? "none" : decided.length === 1 ? "one" : "several" },
  };
}
