import {
  type Agent,
  type Isolation,
  isolationOf,
  NoProposal,
  type Proposal,
  proposalSchema,
  type SeenCase,
  type Step,
  stepSchema,
} from "./agent.ts";
import { sameJson } from "./canonical.ts";
import type { Case } from "./case.ts";
import { messageOf } from "./errors.ts";
import { onRecord } from "./onRecord.ts";
import { shorten } from "./words.ts";

/** Ordered record of the agent's steps. */
export interface Trace {
  readonly steps: readonly Step[];
}

/** An attempted side effect: what, where, how often. */
export interface Breach {
  readonly kind: string;
  readonly target: string;
  readonly times: number;
}

/** Why there is no usable proposal. */
export type FailureCode = "threw" | "timed-out" | "unusable" | "no-proposal";

/** What was seen of one attempt at a case: a proposal or a failure, with its trace. `ms` is how long the agent took. */
export type Observation = {
  readonly attempt: number;
  readonly isolation: Isolation;
  readonly trace: Trace;
  readonly breaches: readonly Breach[];
  readonly ms: number;
} & (
  | { readonly kind: "proposed"; readonly proposal: Proposal }
  | { readonly kind: "failed"; readonly code: FailureCode; readonly because: string }
);

export interface ReplayOptions {
  readonly attempts: number;
  /** Milliseconds an agent may take for one attempt. */
  readonly timeout: number;
  /** Milliseconds since some fixed moment. */
  readonly clock: () => number;
}

type Answer =
  | { readonly kind: "proposed"; readonly proposal: Proposal }
  | { readonly kind: "failed"; readonly code: FailureCode; readonly because: string };

/** Puts one case through the agent in observation mode, attempt by attempt. Never throws for what the agent does. */
export async function replay(agent: Agent, one: Case, options: ReplayOptions): Promise<Observation[]> {
  const observations: Observation[] = [];
  for (let attempt = 1; attempt <= options.attempts; attempt++) {
    const steps: Step[] = [];
    const began = options.clock();
    const answer = await ask(agent, seenCase(one, attempt), toolbox(one, steps), options.timeout);
    const ms = Math.round((options.clock() - began) * 1000) / 1000;
    // A late step of an agent that was given up on must not reach a trace that is already written.
    const inTime = ms <= options.timeout ? answer : tooLate(ms, options.timeout);
    observations.push({ attempt, isolation: isolationOf(agent), trace: { steps: steps.slice() }, breaches: [], ms, ...inTime });
  }
  return observations;
}

/** An agent that never yields cannot be interrupted here, but an answer after the limit is still no answer. */
function tooLate(ms: number, timeout: number): Answer {
  return { kind: "failed", code: "timed-out", because: `answered after ${ms / 1000} s; the limit is ${timeout / 1000} s` };
}

/** What the agent gets is built from nothing but what it may see, so a decision cannot leak in. */
function seenCase(one: Case, attempt: number): SeenCase {
  const input = typeof one.input === "object" ? structuredClone(one.input) : one.input;
  return Object.freeze({ id: one.id, attempt, ...(one.at === undefined ? {} : { at: one.at }), input });
}

function toolbox(one: Case, steps: Step[]) {
  let room = MOST_TEXT;
  // Kept as it is now: what the agent does to its own objects afterwards is no part of what was seen.
  const note = (step: Step): void => {
    const { text, value } = onRecord(step);
    const read = stepSchema.safeParse(value);
    if (!read.success) throw new Error("a step has a kind, and may have a name, args and an answer");
    room -= text.length;
    if (room < 0) throw new Error(`the trace of one attempt holds at most ${MOST_TEXT} characters`);
    steps.push(read.data);
  };
  return {
    read(tool: string, args: unknown = {}): unknown {
      const recorded = one.reads.find((read) => read.tool === tool && sameJson(read.args, args));
      note({ kind: "read", name: tool, args, ...(recorded === undefined ? {} : { answer: recorded.answer }) });
      if (recorded === undefined) throw new Error(`the recording has no answer for ${tool} with these arguments`);
      return structuredClone(recorded.answer);
    },
    note,
  };
}

async function ask(agent: Agent, seen: SeenCase, tools: ReturnType<typeof toolbox>, timeout: number): Promise<Answer> {
  const abort = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  try {
    const given = agent.propose(seen, tools, abort.signal);
    if (!isThenable(given)) return usable(given);
    const late = new Promise<typeof LATE>((resolve) => {
      timer = setTimeout(() => resolve(LATE), Math.min(timeout, LONGEST_TIMER));
    });
    // Whatever a loser of the race says later is nobody's answer, and does not end the process either.
    const answer = await Promise.race([given, late]);
    if (answer !== LATE) return usable(answer);
    abort.abort();
    return { kind: "failed", code: "timed-out", because: `no answer within ${timeout / 1000} s` };
  } catch (error) {
    return { kind: "failed", code: isNoProposal(error) ? "no-proposal" : "threw", because: reasonOf(error) };
  } finally {
    clearTimeout(timer);
  }
}

function isNoProposal(thrown: unknown): boolean {
  try {
    return thrown instanceof NoProposal;
  } catch {
    // A proxy may throw when it is asked what it is.
    return false;
  }
}

const LATE = Symbol("late");
/** A reason is read by people; a stack of a megabyte is not a reason. */
const LONGEST_REASON = 500;
/** Node's timers take no more, and would take more for one millisecond. */
const LONGEST_TIMER = 2 ** 31 - 1;
/** Characters of JSON in one proposal, and in one trace. */
const MOST_TEXT = 10_000_000;

function isThenable(given: unknown): given is PromiseLike<unknown> {
  return typeof given === "object" && given !== null && typeof (given as { then?: unknown }).then === "function";
}

function usable(given: unknown): Answer {
  try {
    // Only what survives as JSON can be put on record, and only what is on record may be judged.
    const { text, value } = onRecord(given);
    if (text.length > MOST_TEXT) return unusable(`it is longer than ${MOST_TEXT} characters`);
    const parsed = proposalSchema.safeParse(value);
    if (parsed.success) return { kind: "proposed", proposal: parsed.data };
    const issue = parsed.error.issues[0];
    const at = issue === undefined || issue.path.length === 0 ? "" : ` (at ${issue.path.map(String).join(".")})`;
    return unusable(`it is not a proposal: ${issue?.message ?? "unknown"}${at}`);
  } catch (error) {
    return unusable(`it cannot be kept as JSON: ${reasonOf(error)}`);
  }
}

function unusable(because: string): Answer {
  return { kind: "failed", code: "unusable", because: shorten(`what it returned cannot be used; ${because}`, LONGEST_REASON) };
}

function reasonOf(thrown: unknown): string {
  return shorten(messageOf(thrown), LONGEST_REASON) || "threw without a message";
}
