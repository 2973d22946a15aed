import {
  type Agent,
  AgentFailure,
  type Breach,
  type FailureCode,
  type Isolation,
  isolationOf,
  keepsTime,
  type Proposal,
  proposalSchema,
  type SeenCase,
  type Step,
} from "./agent.ts";
import type { Case } from "./case.ts";
import { messageOf } from "./errors.ts";
import { onRecord } from "./onRecord.ts";
import type { ModelUsage } from "./toolbox/tally.ts";
import { withEarlier } from "./toolbox/withEarlier.ts";
import { CaseToolbox, type Exchanges, MOST_TEXT, type ToolDesk } from "./toolbox.ts";
import { shorten } from "./words.ts";

/** Ordered record of the agent's steps. */
export interface Trace {
  readonly steps: readonly Step[];
}

/** What was seen of one attempt at a case: a proposal or a failure, with its trace. `ms` is how long the agent took, without what it waited for a turn at a model. */
export type Observation = {
  readonly attempt: number;
  readonly isolation: Isolation;
  readonly trace: Trace;
  readonly breaches: readonly Breach[];
  /** Tokens by model; absent where no model was called. */
  readonly usage?: readonly ModelUsage[] | undefined;
  readonly ms: number;
} & (
  | { readonly kind: "proposed"; readonly proposal: Proposal }
  | { readonly kind: "failed"; readonly code: FailureCode; readonly because: string }
);

export interface ReplayOptions {
  readonly attempts: number;
  /** Of these, the ones to make; default: all. */
  readonly only?: readonly number[] | undefined;
  /** Milliseconds an agent may take for one attempt. */
  readonly timeout: number;
  /** Milliseconds since some fixed moment. */
  readonly clock: () => number;
  readonly desk: ToolDesk;
  /** How strong the wall turned out to be; default: what the agent claims before it has started. */
  readonly isolation?: Isolation | undefined;
  /** Keys of exchanges that were counted when these attempts were made before. */
  readonly counted?: Iterable<string> | undefined;
  /** Where requests to models go; without it there is no way out. */
  readonly exchanges?: Exchanges | undefined;
  /** Gives up what is in hand: it was no fault of the agent's, and nothing of it goes on record. */
  readonly halt?: AbortSignal | undefined;
}

type Answer =
  | { readonly kind: "proposed"; readonly proposal: Proposal }
  | { readonly kind: "failed"; readonly code: FailureCode; readonly because: string };

/** Puts one case through the agent in observation mode, attempt by attempt. Never throws for what the agent does; undefined when it was halted. */
export async function replay(agent: Agent, one: Case, options: ReplayOptions): Promise<Observation[] | undefined> {
  const observations: Observation[] = [];
  const isolation = options.isolation ?? isolationOf(agent);
  for (let attempt = 1; attempt <= options.attempts; attempt++) {
    if (options.only?.includes(attempt) === false) continue;
    const seen = seenCase(one, attempt);
    const tools = new CaseToolbox(one, seen, options.desk, options.exchanges, {
      imported: agent.seam === "imported",
      counted: options.counted,
      clock: options.clock,
    });
    const began = options.clock();
    const answer = await ask(agent, seen, tools, options);
    if (options.halt?.aborted === true) return undefined;
    const ms = Math.round((options.clock() - began - tools.time.waited) * 1000) / 1000;
    // A late step of an agent that was given up on must not reach a trace that is already written.
    const isOver = ms <= options.timeout || keepsTime(agent) || ("code" in answer && answer.code === "timed-out");
    const inTime = isOver ? answer : tooLate(ms, options.timeout);
    const { used } = tools;
    const usage = used.length === 0 ? {} : { usage: used };
    observations.push({
      attempt,
      isolation,
      trace: { steps: tools.steps.slice() },
      breaches: tools.breaches,
      ...usage,
      ms,
      ...inTime,
    });
  }
  return observations;
}

/** An agent that never yields cannot be interrupted here, but an answer after the limit is still no answer. */
function tooLate(ms: number, timeout: number): Answer {
  return {
    kind: "failed",
    code: "timed-out",
    because: `answered after ${Math.ceil(ms) / 1000} s; the limit is ${timeout / 1000} s`,
  };
}

/** What the agent gets is built from nothing but what it may see, so a decision cannot leak in. */
function seenCase(one: Case, attempt: number): SeenCase {
  const input = typeof one.input === "object" ? structuredClone(one.input) : one.input;
  return Object.freeze({ id: one.id, attempt, ...(one.at === undefined ? {} : { at: one.at }), input });
}

async function ask(agent: Agent, seen: SeenCase, tools: CaseToolbox, { timeout, halt }: ReplayOptions): Promise<Answer> {
  const abort = new AbortController();
  let stop: (() => void) | undefined;
  let giveUp: (() => void) | undefined;
  try {
    const given = agent.propose(seen, tools, abort.signal);
    if (!isThenable(given)) return settled(given, tools);
    const late = new Promise<typeof LATE>((resolve) => {
      giveUp = () => resolve(LATE);
      if (!keepsTime(agent)) stop = tools.limit(timeout, giveUp);
      halt?.addEventListener("abort", giveUp);
    });
    // Whatever a loser of the race says later is nobody's answer, and does not end the process either.
    const answer = await Promise.race([given, late]);
    if (answer !== LATE) return settled(answer, tools);
    // Before it is told to stop, for then it waits no more.
    const { asking } = tools;
    abort.abort();
    if (asking) return unanswered(timeout);
    return { kind: "failed", code: "timed-out", because: `no answer within ${timeout / 1000} s` };
  } catch (error) {
    const failed = failure(tools.ended ?? error);
    return tools.asking && failed.code === "timed-out" ? unanswered(timeout) : failed;
  } finally {
    stop?.();
    if (giveUp !== undefined) halt?.removeEventListener("abort", giveUp);
  }
}

/** What ended the attempt stands, even where the agent went on and proposed something. */
function settled(returned: unknown, tools: CaseToolbox): Answer {
  if (tools.ended !== undefined) return failure(tools.ended);
  const { earlier } = tools;
  // What was asked for and acknowledged is proposed, even by an agent that crashed and says nothing of it now.
  const given =
    tools.proposal(returned as Proposal | undefined) ?? (earlier.length > 0 ? { kind: "act", actions: [] } : undefined);
  if (given === undefined) return unusable("it proposed nothing, and did not say that nothing is to be done");
  const answer = usable(given);
  return answer.kind === "failed" ? answer : { ...answer, proposal: withEarlier(answer.proposal, earlier) };
}

/** Time that ran out while a model was being waited for says nothing of the agent. */
function unanswered(timeout: number): Answer {
  return {
    kind: "failed",
    code: "model-error",
    because: `the model had not answered when the ${timeout / 1000} s of the attempt were over`,
  };
}

function failure(thrown: unknown): Extract<Answer, { kind: "failed" }> {
  return { kind: "failed", code: codeOf(thrown), because: reasonOf(thrown) };
}

function codeOf(thrown: unknown): FailureCode {
  try {
    return thrown instanceof AgentFailure ? thrown.code : "threw";
  } catch {
    // A proxy may throw when it is asked what it is.
    return "threw";
  }
}

const LATE = Symbol("late");
/** A reason is read by people; a stack of a megabyte is not a reason. */
const LONGEST_REASON = 500;

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
