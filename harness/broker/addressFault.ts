import { shorten } from "../words.ts";

type Members = Readonly<Record<string, unknown>>;

/** Members whose texts only the model reads, addresses and all. */
const READ = new Set(
  `text content description output input instructions system refusal thinking signature summary stop stop_sequences
  user safety_identifier prompt_cache_key title name filename guided_choice guided_regex guided_grammar`.split(/\s+/),
);
/** Members that hold data of the agent's own, in whatever shape. */
const OWN = new Set([
  "metadata",
  "logit_bias",
  "arguments",
  "parameters",
  "input_schema",
  "schema",
  "guided_json",
  "structured_outputs",
]);
/** What a host that fetches would take for an address; `data:` brings its content along. */
const ADDRESS = /^\s*(?:(?:[a-z][a-z0-9+.-]*:)?\/\/|(?:https?|ftp|file|gs|s3):)/i;
/** A message nests a few levels: its parts, a tool's result among them, the parts of that. */
const DEEPEST = 64;

/**
 * Something in a request that the provider would fetch, or that it keeps from an earlier one, with its path; undefined where there is
 * nothing. Every object is looked through, for each provider has members of its own for pictures, sounds and files.
 */
export function addressFault(body: Members): string | undefined {
  return faultIn(body, "", "", 0);
}

/** `name` is that of the member, or of the list it stands in. */
function faultIn(value: unknown, name: string, path: string, level: number): string | undefined {
  if (typeof value === "string") {
    const kept = name === "file_id" || name === "file_ids";
    return kept || (!READ.has(name) && ADDRESS.test(value)) ? shorten(`${path} ${value.trim()}`, 300) : undefined;
  }
  if (typeof value !== "object" || value === null) return undefined;
  if (level > DEEPEST) return "content nested too deep to be looked through";
  if (Array.isArray(value)) {
    for (const [i, one] of value.entries()) {
      const fault = faultIn(one, name, `${path}[${i}]`, level + 1);
      if (fault !== undefined) return fault;
    }
    return undefined;
  }
  const members = value as Members;
  if (isReference(members)) return shorten(`${path} ${String(members["id"])}`, 300);
  for (const [member, one] of Object.entries(members)) {
    // The arguments of a call the model made are the agent's own, unlike the input of a request.
    if (OWN.has(member) || (member === "input" && members["type"] === "tool_use")) continue;
    const fault = faultIn(one, member, path === "" ? member : `${path}.${member}`, level + 1);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

/** Nothing but the id of what the provider would have to have kept. */
function isReference(members: Members): boolean {
  return typeof members["id"] === "string" && Object.keys(members).every((name) => ["id", "type", "status"].includes(name));
}
