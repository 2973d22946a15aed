import { readFileSync } from "node:fs";
import { join } from "node:path";
import { VERSION } from "openai/version";
import type { Json } from "../../action.ts";
import { type Agent, AgentFailure, builtWall, type Proposal, vouched, type Wall } from "../../agent.ts";
import { digestOf } from "../../canonical.ts";
import { EarnestError, messageOf } from "../../errors.ts";
import { LOOPBACK } from "../command/gateway.ts";
import { type SealedOptions, sealed } from "../sealed.ts";
import { crowded } from "./offer.ts";
import type { Plan } from "./plan.ts";
import type { FailedInside } from "./sealedLoop.ts";

export interface OpenaiAgentOptions {
  readonly model: string;
  /** The prompt: its text, or a file of it (a path that begins with ./, ../ or /, from the folder the command is run in, or a URL). */
  readonly instructions: string | URL;
  /** Any server that speaks the same. Default: OPENAI_BASE_URL, else OpenAI's own. */
  readonly baseURL?: string;
  /** Default "chat": Chat Completions. */
  readonly api?: "chat" | "responses";
  /** Name of the environment variable that holds the key. Default OPENAI_API_KEY. */
  readonly key?: string;
  /** The name on the page. Default: the model's. */
  readonly name?: string;
  /**
   * Where confidence comes from: a `confidence` from 0 to 1 that every act asks the model for (default), the log probabilities of the
   * tokens the call is written in (the geometric mean over tool name and arguments; Chat Completions, and only where the server gives them), or nowhere.
   */
  readonly confidence?: "field" | "logprobs" | "none";
  /**
   * When an attempt is over: "answer" (default), once the model answers without calling a tool, hands over or does nothing;
   * "write", with the first answer that asks for an act: a call fewer per case, for a model that asks for all it wants at once.
   */
  readonly ends?: "answer" | "write";
  /** Answers of the model in one attempt, at most. Default 12. */
  readonly maxSteps?: number;
  readonly stream?: boolean;
  readonly temperature?: number;
  /**
   * Default true: the loop runs in processes of its own behind the wall of `sealed`, which is tried before each run (isolation I3, or I2
   * where the kernel's sandbox is not to be had). False: in the harness's own process (I1), which no gate counts as a wall.
   */
  readonly sealed?: boolean;
  /** Further members of every request, such as `reasoning_effort`. */
  readonly params?: { readonly [key: string]: Json };
}

const OPENAI = "https://api.openai.com/v1";
const KEY = "OPENAI_API_KEY";
/** Where the loop finds its model behind a wall: what it is given is part of the digest of its code, and where the model stands is not. */
const SHIM = `${LOOPBACK}/v1`;
const STEPS = 12;
/** Written by the loop itself. */
const OURS = [
  "model",
  "messages",
  "input",
  "instructions",
  "tools",
  "stream",
  "stream_options",
  "n",
  "store",
  "temperature",
  "logprobs",
];

/**
 * A prompt and a model as an agent: a loop over Chat Completions or Responses that offers the suite's tools and records what the model asks for.
 * Its version names the model and changes with the instructions and settings. Throws SUITE_BROKEN for instructions that cannot be read and settings that cannot be.
 */
export function openaiAgent(options: OpenaiAgentOptions): Agent {
  const plan = planOf(options);
  // Where it answers and in how many parts changes no answer.
  const { model, baseURL, stream: _, ...rest } = plan;
  const named = {
    name: options.name ?? model,
    version: `${model} ${digestOf(rest).slice(0, 8)}`,
    models: [{ baseURL, key: options.key ?? KEY, models: [model] }],
  };
  const loop = (options.sealed ?? true) ? behindWall(named, plan) : inHere(named, plan);
  return vouched<Agent>({
    ...loop,
    async start(world) {
      const taken = plan.confidence === "none" ? [] : crowded(world.tools);
      if (taken.length > 0)
        throw new EarnestError(
          "SUITE_BROKEN",
          `${taken.join(", ")}: a param called "confidence" leaves no place for the model's own`,
          {
            next: 'Rename the param, or give openaiAgent confidence: "none"',
          },
        );
      return loop.start?.(world);
    },
  });
}

type Named = Pick<SealedOptions, "name" | "version" | "models">;

/** The loop where it reaches nothing but the toolbox; a failure keeps its kind on the way out. */
function behindWall(named: Named, plan: Plan): Agent {
  const inside = sealed({ ...named, module: join(import.meta.dirname, "sealedLoop.ts"), given: { ...plan, baseURL: SHIM } });
  return {
    ...inside,
    async propose(seen, toolbox, signal) {
      const given = (await inside.propose(seen, toolbox, signal)) as Proposal | FailedInside | undefined;
      if (given !== undefined && "failed" in given) throw new AgentFailure(given.failed.code, given.failed.because);
      return given;
    },
  };
}

function inHere(named: Named, plan: Plan): Agent {
  return {
    ...named,
    seam: "tools",
    isolation: "I1",
    start: async () => wallOf(plan),
    async propose(seen, toolbox, signal) {
      // The client takes a while to load, and where the loop runs behind a wall it is not needed here.
      const { converse } = await import("./converse.ts");
      return converse(plan, seen, toolbox, signal);
    },
  };
}

function planOf(options: OpenaiAgentOptions): Plan {
  const { model, api = "chat", confidence = "field", ends = "answer", maxSteps = STEPS, params = {} } = options;
  const given = options.baseURL ?? process.env["OPENAI_BASE_URL"];
  const baseURL = (given === undefined || given === "" ? OPENAI : given).replace(/\/+$/, "");
  const ours = OURS.filter((name) => Object.hasOwn(params, name));
  const faults = [
    ...(typeof model === "string" && model !== "" ? [] : ["model is the name of a model"]),
    // Not quoted: what stands where no password belongs may be one.
    ...(URL.canParse(baseURL) ? [] : [`baseURL is a URL such as ${OPENAI}`]),
    ...(api === "chat" || api === "responses" ? [] : ['api is "chat" or "responses"']),
    ...(["field", "logprobs", "none"].includes(confidence) ? [] : ['confidence is "field", "logprobs" or "none"']),
    ...(confidence === "logprobs" && api === "responses" ? ["Responses gives no log probabilities for calls of tools"] : []),
    ...(ends === "answer" || ends === "write" ? [] : ['ends is "answer" or "write"']),
    ...(Number.isInteger(maxSteps) && maxSteps >= 1 ? [] : ["maxSteps is a whole number from 1"]),
    ...(ours.length === 0 ? [] : [`params may not name ${ours.join(", ")}: openaiAgent writes that itself`]),
  ];
  if (faults.length > 0) throw new EarnestError("SUITE_BROKEN", `openaiAgent: ${faults.join("; ")}`);
  return {
    model,
    instructions: instructionsOf(options.instructions),
    baseURL,
    api,
    confidence,
    ends,
    maxSteps,
    stream: options.stream ?? false,
    temperature: options.temperature ?? null,
    params,
  };
}

function instructionsOf(given: string | URL): string {
  if (typeof given === "string" && !/^(\.{0,2}\/|file:)[^\n]*$/.test(given)) return given;
  const file = typeof given === "string" && given.startsWith("file:") ? new URL(given) : given;
  try {
    return readFileSync(file, "utf8");
  } catch (cause) {
    throw new EarnestError("SUITE_BROKEN", `the instructions cannot be read: ${messageOf(cause)}`, {
      where: { file: String(given) },
      next: "A path counts from the folder the command is run in: name a file beside the suite with import.meta.dirname",
      cause,
    });
  }
}

/** What is true of a prompt: it holds no code, and all that a model can do is ask for the suite's tools. */
function wallOf({ baseURL }: Plan): Wall {
  return builtWall({
    isolation: "I1",
    mechanism:
      "a prompt in earnest's own loop: the agent is no code, and the model is offered the suite's tools and nothing else",
    command: [],
    versions: { openai: VERSION, node: process.versions.node },
    canary: [],
    open: [`the model at ${new URL(baseURL).host}, which sees each case`],
    weaker: "the loop runs in earnest's own process; no sandbox stands around it, and none was tried",
    residual:
      "Calls that reached earnest were not carried out. What the provider of the model does with what it is sent cannot be seen from here.",
    code: null,
  });
}
