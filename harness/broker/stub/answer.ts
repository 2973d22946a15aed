import type { Asked } from "./asked.ts";
import { type FaultOfTheModel, unitOf } from "./faults.ts";

/** What the pretended model says: text, or calls of tools. */
export interface StubAnswer {
  readonly text?: string;
  readonly calls?: readonly { readonly name: string; readonly args: unknown }[];
}

/** The answer as a pure function of what was asked. */
export type StubRule = (asked: Asked) => StubAnswer;

/** What is served: calls with their arguments as text, which need not be JSON. */
export interface Served {
  readonly text: string | null;
  readonly calls: readonly { readonly name: string; readonly args: string }[];
  readonly refusal?: string;
  readonly finish: "stop" | "tool_calls" | "length" | "content_filter" | "empty";
}

const HUGE = 50_000_000;

/** Without a rule: the text chooses one of the tools that are not reads by their look, its params are members of the case by the same name. */
export const plainRule: StubRule = ({ text, calls, tools }) => {
  if (calls.some(({ answer }) => !answer.startsWith("error"))) return { text: "Done." };
  const fit = tools.filter(({ parameters }) => Object.hasOwn(Object(parameters["properties"]) as object, "confidence"));
  const from = fit.length > 0 ? fit : tools;
  const tool = from[Math.floor(unitOf(text) * from.length)];
  if (tool === undefined) return { text: "Nothing to call." };
  const members = membersOf(text);
  const wanted = Object.entries(Object(tool.parameters["properties"]) as Record<string, { type?: string }>);
  return {
    calls: [
      { name: tool.name, args: Object.fromEntries(wanted.map(([name, { type }]) => [name, valueFor(name, type, members)])) },
    ],
  };
};

/** What is served: the rule's answer, or what its fault makes of it. */
export function servedFor(answer: StubAnswer, fault: FaultOfTheModel | undefined): Served {
  const calls = (answer.calls ?? []).map(({ name, args }) => ({ name, args: JSON.stringify(args) }));
  const good: Served = { text: answer.text ?? null, calls, finish: calls.length > 0 ? "tool_calls" : "stop" };
  const [one] = calls;
  switch (fault) {
    case undefined:
      return good;
    case "refusal":
      return { text: null, calls: [], refusal: "I cannot help with that.", finish: "stop" };
    case "filtered":
      return { text: null, calls: [], finish: "content_filter" };
    case "empty":
      return { text: null, calls: [], finish: "empty" };
    case "length":
      return { text: "Let me think about every", calls: [], finish: "length" };
    case "silent":
      return { text: "I would look into this.", calls: [], finish: "stop" };
    case "huge":
      return { ...good, text: "x".repeat(HUGE) };
    // Written as a mark here, and as a byte that is not UTF-8 on the wire.
    case "utf8":
      return { ...good, text: `${answer.text ?? ""}\u0000` };
    case "ansi":
      return { ...good, text: `\u001b[31m\u001b[2J${answer.text ?? ""}\u001b]0;title\u0007` };
    default:
      return one === undefined ? good : { ...good, calls: [{ ...one, ...MALFORMED[fault](one) }, ...calls.slice(1)] };
  }
}

const MALFORMED = {
  "bad-json": ({ args }: { args: string }) => ({ args: args.slice(0, -1) }),
  "unknown-tool": ({ name }: { name: string }) => ({ name: `${name}_now` }),
  "wrong-types": ({ args }: { args: string }) => ({
    args: JSON.stringify(Object.fromEntries(Object.keys(JSON.parse(args) as object).map((key) => [key, [key]]))),
  }),
};

function valueFor(name: string, type: string | undefined, members: Readonly<Record<string, unknown>>): unknown {
  const found = members[name];
  if (found !== undefined && (type === undefined || typeof found === type)) return found;
  if (name === "confidence") return 0.9;
  return type === "number" || type === "integer"
    ? 1
    : type === "boolean"
      ? true
      : type === "array"
        ? []
        : type === "object"
          ? {}
          : name;
}

/** Every plain member of the JSON in a text, however deep. */
function membersOf(text: string): Record<string, unknown> {
  const members: Record<string, unknown> = {};
  try {
    JSON.parse(text.slice(text.indexOf("{"), text.lastIndexOf("}") + 1), (key, value: unknown) => {
      if (typeof value !== "object") members[key] ??= value;
      return value;
    });
  } catch {
    // Prose: it has no members.
    return members;
  }
  return members;
}
