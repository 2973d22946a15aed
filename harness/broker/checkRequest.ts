import type { Outgoing } from "../agent.ts";
import { requestDigest } from "../cassette/exchange.ts";
import { shorten } from "../words.ts";
import { bodyFault } from "./bodyFault.ts";
import type { Door } from "./door.ts";

/** A request that may go out. */
export interface Open {
  readonly shut: false;
  /** As it stands in the trace: "POST /chat/completions". */
  readonly name: string;
  readonly door: Door;
  /** Empty where the request names none. */
  readonly model: string;
  /** JSON as it goes out, written anew: what was looked at is what is sent, whoever reads the same member twice. */
  readonly body: string | null;
  readonly digest: string;
  /** What a stream took was asked for by us, and is not for the agent. */
  readonly hidesUsage: boolean;
  /** The most tokens it may put out; 0 where it does not say. */
  readonly most: number;
}

/** A request that may not, and what the agent is told. */
export interface Shut {
  readonly shut: true;
  readonly name: string;
  readonly status: 400 | 403;
  readonly because: string;
  /** Absent where the request is only malformed. */
  readonly breach?: { readonly kind: "network" | "model-tool"; readonly target: string };
}

const LONGEST_NAME = 200;

/** May this request go out? Nothing but plain calls to the hosts of the agent's models may. */
export function checkRequest(request: Outgoing, doorOf: (request: Outgoing) => Door | undefined): Open | Shut {
  const door = doorOf(request);
  if (door === undefined) {
    const name = shorten(`${request.method} ${request.url}`, LONGEST_NAME);
    const because = "earnest lets requests to the agent's own models through, and nothing else";
    return { shut: true, name, status: 403, because, breach: { kind: "network", target: `${request.method} ${request.url}` } };
  }
  const { method, path } = door;
  const name = `${method} ${path}`;
  if (method === "GET")
    return {
      shut: false,
      name,
      door,
      model: "",
      body: null,
      digest: requestDigest({ method, path, body: null }),
      hidesUsage: false,
      most: 0,
    };
  const body = members(request.body);
  if (body === undefined) return { shut: true, name, status: 400, because: "the body of a request to a model is a JSON object" };
  const fault = bodyFault(path, body) ?? undeclared(body["model"], door.host.models);
  if (fault !== undefined) {
    const because = `earnest lets nothing through that a provider could act upon by itself, and this asks for: ${fault}`;
    return { shut: true, name, status: 403, because, breach: { kind: "model-tool", target: `${name}: ${fault}` } };
  }
  const text = written(sentFor(path, body));
  if (text === undefined) return { shut: true, name, status: 400, because: "the body of a request is nested too deep" };
  const model = typeof body["model"] === "string" ? body["model"] : "";
  const digest = requestDigest({ method, path, body });
  return { shut: false, name, door, model, body: text, digest, hidesUsage: asksForNoUsage(path, body), most: mostOf(body) };
}

function undeclared(model: unknown, models: readonly string[] | undefined): string | undefined {
  if (models === undefined || models.includes(model as string)) return undefined;
  return `${model === undefined ? "no model" : `model ${shorten(String(model), 100)}`}, and the agent declares ${models.join(", ") || "none"}`;
}

/** What goes out in the place of what the agent asked for: nothing is kept there, and a stream says what it took. */
function sentFor(path: string, body: Readonly<Record<string, unknown>>): object {
  if (path === "/responses") return { ...body, store: false };
  return asksForNoUsage(path, body) ? { ...body, stream_options: { ...optionsOf(body), include_usage: true } } : body;
}

function asksForNoUsage(path: string, body: Readonly<Record<string, unknown>>): boolean {
  return path === "/chat/completions" && body["stream"] === true && optionsOf(body)["include_usage"] !== true;
}

function mostOf(body: Readonly<Record<string, unknown>>): number {
  const said = body["max_completion_tokens"] ?? body["max_output_tokens"] ?? body["max_tokens"];
  return typeof said === "number" && Number.isSafeInteger(said) && said > 0 ? said : 0;
}

function optionsOf(body: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const options = body["stream_options"];
  return typeof options === "object" && options !== null ? (options as Record<string, unknown>) : {};
}

/** What JSON.parse takes is not always what JSON.stringify takes: it follows the nesting on the stack. */
function written(body: object): string | undefined {
  try {
    return JSON.stringify(body);
  } catch {
    // Too deep; which it was is the answer.
    return undefined;
  }
}

function members(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined;
  } catch {
    // That it cannot be parsed is the answer.
    return undefined;
  }
}
