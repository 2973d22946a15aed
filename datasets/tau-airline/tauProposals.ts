import { type Action, ESCALATE, rows, type Source, type SourceRow, type Step } from "earnest";
import { actionOf, isWrite, toolCalls } from "./toolCalls.ts";
import { type Trajectory, type TrajectoryEntry, trajectories } from "./trajectories.ts";

/**
 * What the recorded agent did in each attempt at a tau-bench airline task: the set of its writing calls, refused ones included.
 * The conversation, every tool call and every answer are the steps; trial 0 is attempt 1.
 */
export function tauProposals(data: string | undefined): Source {
  return rows("tau-bench airline trajectories", async function* () {
    for (const entry of await trajectories(data)) yield rowOf(entry);
  });
}

function rowOf(entry: TrajectoryEntry): SourceRow {
  const { task, where } = entry;
  // The dataset reports what is wrong with the entry; here its attempt is one without a proposal.
  if ("faults" in entry) return { kind: "excluded", id: task, because: "the trajectory could not be read", where };
  const { trajectory } = entry;
  const calls = trajectory.traj.flatMap((_, index) => toolCalls(trajectory, index));
  const actions = calls.filter(({ tool }) => isWrite(tool)).map(({ tool, params }) => actionOf(tool, params));
  return {
    kind: "row",
    raw: { id: task, attempt: trajectory.trial + 1, proposal: proposalOf(actions), steps: stepsOf(trajectory) },
    where,
  };
}

function proposalOf(actions: readonly Action[]) {
  const [only, ...others] = actions;
  if (only?.type !== ESCALATE || others.length > 0) return { kind: "act", actions };
  const { summary } = only.params;
  return { kind: "escalate", ...(typeof summary === "string" ? { because: summary } : {}) };
}

/** Tool answers stand with their calls, and the policy, the same for all, is left out. */
function stepsOf(trajectory: Trajectory): Step[] {
  return trajectory.traj.flatMap(({ role, content }, index): Step[] => {
    if (role !== "user" && role !== "assistant") return [];
    const said: Step[] = content
      ? [{ kind: "said", name: role === "user" ? "customer" : "agent", args: undefined, answer: content }]
      : [];
    const calls = toolCalls(trajectory, index).map(
      ({ tool, params, answer }): Step => ({ kind: isWrite(tool) ? "write" : "read", name: tool, args: params, answer }),
    );
    return [...said, ...calls];
  });
}
