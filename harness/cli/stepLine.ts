import type { Step } from "../agent.ts";
import { count, shorten } from "../words.ts";

/** Characters of one value; the whole is in `--json`. */
const VALUE = 1_000;

const SOURCES: Readonly<Record<NonNullable<Step["source"]>, string>> = {
  recorded: "on record",
  stubbed: "a stand-in of the suite answered",
  counterfactual: "as things stood before an act it asked for",
  refused: "refused",
};

/** One step of an agent as a person reads it; may hold line ends, and is not yet fit for a terminal. */
export function stepLine({ imported, ...step }: Step): string {
  return imported === true ? `by its log: ${lineOf(step)}` : lineOf(step);
}

function lineOf({ kind, name = "", args, answer, source }: Step): string {
  const rest = `${given(args)}${answer === undefined ? "" : ` → ${shown(answer)}`}`;
  switch (kind) {
    case "read":
      return `looked up ${name}${source === undefined ? "" : ` (${SOURCES[source]})`}${rest}`;
    case "write":
      return `${source === "refused" ? "asked in vain for" : "asked for"} ${name}${rest}`;
    case "call":
      return `called a tool that is not there: ${name}${rest}`;
    case "model":
      if (source === "refused") return `tried to reach ${name} and was refused${refusal(answer)}`;
      return `asked a model: ${name}${modelSaid(args, answer)}`;
    case "breach":
      return `tried outside its tools: ${name}${rest}`;
    case "crashed-before":
      return `crashed here, and was asked again:${rest}`;
    case "failed-before":
      return `failed here, and was asked again:${rest}`;
    default:
      return `noted: ${kind} ${name}${source === undefined ? "" : ` (${SOURCES[source]})`}${rest}`;
  }
}

function given(args: unknown): string {
  return args === undefined ? "" : ` ${shown(args)}`;
}

function shown(value: unknown): string {
  return shorten(typeof value === "string" ? value : (JSON.stringify(value) ?? ""), VALUE);
}

/** Why the way out stayed shut: nothing was asked of anybody. */
function refusal(answer: unknown): string {
  const { because } = Object(answer) as { readonly because?: unknown };
  return typeof because === "string" ? `: ${shorten(because, VALUE)}` : "";
}

/** Which model and what it came to; the words themselves are in the cassette. */
function modelSaid(args: unknown, answer: unknown): string {
  const { model } = Object(args) as { readonly model?: unknown };
  const { status, input, output } = Object(answer) as { readonly [name in "status" | "input" | "output"]?: unknown };
  const said = [
    typeof model === "string" && ` ${shorten(model, VALUE)}`,
    (typeof status === "number" || typeof status === "string") && ` answered ${shorten(String(status), VALUE)}`,
    typeof input === "number" && typeof output === "number" && ` ${count(input)} tokens in, ${count(output)} out`,
  ];
  return said.filter((part) => part !== false).join(",");
}
