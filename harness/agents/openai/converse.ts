import { APIError } from "openai";
import { ESCALATE, NONE } from "../../action.ts";
import { AgentFailure, type Proposal, type SeenCase, type Toolbox, type ToolReply, type ToolSpec } from "../../agent.ts";
import { messageOf } from "../../errors.ts";
import { shorten } from "../../words.ts";
import { chat } from "./chat.ts";
import { offer } from "./offer.ts";
import type { ModelCall, Plan, Turn } from "./plan.ts";
import { responses } from "./responses.ts";
import { throughToolbox } from "./throughToolbox.ts";

const NUDGE = `Decide by calling a tool. If nothing is to be done, call ${NONE}; if it is not yours to decide, call ${ESCALATE}.`;
const LONGEST_SAID = 300;

/**
 * Puts one case to a model, hands its calls to the toolbox and its answers back, until it is done.
 * What it proposed is what it asked the toolbox for; a refusal is an abstention. Throws an AgentFailure for what cannot be used.
 */
export async function converse(plan: Plan, seen: SeenCase, toolbox: Toolbox, signal: AbortSignal): Promise<Proposal | undefined> {
  const client = throughToolbox(toolbox, plan.baseURL);
  const input = typeof seen.input === "string" ? seen.input : JSON.stringify(seen.input);
  const begin = plan.api === "chat" ? chat : responses;
  const conversation = begin(client, plan, offer(toolbox.tools, plan.confidence), input);
  let wrote = false;
  let nudged = false;
  for (let step = 1; step <= plan.maxSteps; step++) {
    const turn = await conversation.ask(signal).catch((error: unknown) => {
      throw failureOf(error);
    });
    const abstained = refusalIn(turn);
    if (abstained !== undefined) return { kind: "abstain", because: abstained };
    refuseUnusable(turn);
    if (turn.calls.length === 0) {
      if (wrote) return undefined;
      if (nudged) throw new AgentFailure("unusable", `it called no tool, though it was asked twice${quoted(turn.text)}`);
      nudged = true;
      await toolbox.note({ kind: "nudge", args: shorten(turn.text, LONGEST_SAID), answer: NUDGE });
      conversation.say(NUDGE);
      continue;
    }
    const dones = [];
    for (const call of turn.calls) {
      const done = await carry(call, plan, toolbox);
      conversation.tell(call, done.answer);
      dones.push(done);
    }
    wrote ||= dones.some(({ write }) => write);
    if (dones.some(({ over }) => over)) return undefined;
    if (plan.ends === "write" && wrote && dones.every(({ ok }) => ok)) return undefined;
  }
  throw new AgentFailure("cut", `it was not done after ${plan.maxSteps} answers of the model`);
}

/** What became of one call: what the model is told, whether an act was recorded, whether the attempt is over. */
interface Carried {
  readonly answer: string;
  readonly ok: boolean;
  readonly write: boolean;
  readonly over: boolean;
}

async function carry(call: ModelCall, plan: Plan, toolbox: Toolbox): Promise<Carried> {
  const spec = toolbox.tools.find(({ name }) => name === call.name);
  const args = readArgs(call, spec, plan);
  if (typeof args === "string") {
    await toolbox.note({
      kind: "malformed",
      name: shorten(call.name, 100),
      args: shorten(call.args, LONGEST_SAID),
      answer: args,
    });
    return { answer: `error: ${args}`, ok: false, write: false, over: false };
  }
  if (spec?.kind === "reserved") {
    // The reason belongs to the proposal, and is no param.
    const because = args["because"];
    await toolbox.write(call.name, {}, typeof because === "string" ? { because } : {});
    return { answer: "noted", ok: true, write: false, over: true };
  }
  const reply = await toolbox.call(call.name, args);
  return { answer: answerOf(reply), ok: reply.ok, write: reply.ok && spec?.kind === "write", over: false };
}

/** The arguments of a call, or what is wrong with them, as the model is told it. */
function readArgs({ args, confidence }: ModelCall, spec: ToolSpec | undefined, plan: Plan): Record<string, unknown> | string {
  let given: unknown;
  try {
    // Models leave the arguments out where there are none.
    given = args.trim() === "" ? {} : JSON.parse(args);
  } catch (error) {
    return `the arguments are not JSON: ${messageOf(error)}`;
  }
  if (typeof given !== "object" || given === null || Array.isArray(given)) return "the arguments are a JSON object";
  const members = given as Record<string, unknown>;
  if (spec?.kind !== "write" || plan.confidence === "none") return members;
  const stated = plan.confidence === "field" ? members["confidence"] : confidence;
  if (typeof stated === "number" && stated >= 0 && stated <= 1) return { ...members, confidence: stated };
  if (plan.confidence === "field") return "confidence is a number from 0 to 1, and is required";
  throw new AgentFailure(
    "unusable",
    `the server gives no log probabilities for the call of ${spec.name}, and the confidence was to be read from them`,
  );
}

function answerOf(reply: ToolReply): string {
  if (!reply.ok) return `error: ${reply.because}`;
  return typeof reply.answer === "string" ? reply.answer : JSON.stringify(reply.answer ?? null);
}

function refusalIn({ refusal, end }: Turn): string | undefined {
  if (refusal !== undefined) return `the model refused: ${shorten(refusal, LONGEST_SAID)}`;
  return end === "filtered" ? "a content filter of the provider stopped the answer" : undefined;
}

function refuseUnusable({ end, text }: Turn): void {
  if (end === "empty") throw new AgentFailure("unusable", "the model's answer was empty");
  if (end === "length")
    throw new AgentFailure("unusable", `the answer of the model was cut at its limit of tokens${quoted(text)}`);
}

function quoted(text: string): string {
  return text === "" ? "" : `; it said: ${shorten(text, LONGEST_SAID)}`;
}

/** What ended the attempt already stays what it was; anything else is between us and the model. */
function failureOf(error: unknown): unknown {
  for (let cause = error; cause instanceof Error; cause = cause.cause) if (cause instanceof AgentFailure) return cause;
  if (error instanceof APIError && error.status !== undefined)
    return new AgentFailure("model-error", `the server of the model answered ${messageOf(error)}`);
  return new AgentFailure("model-error", `the answer of the model could not be read: ${messageOf(error)}`);
}
