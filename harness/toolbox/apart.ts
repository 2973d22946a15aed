import type { Beside, ToolSpec } from "../agent.ts";

/** What each of them looks like: anything else by its name is a param. */
const LOOKS: { readonly [name in keyof Required<Beside>]: (given: unknown) => boolean } = {
  confidence: (given) => typeof given === "number",
  because: (given) => typeof given === "string",
  chain: (given) => Array.isArray(given) && given.length > 0 && given.every((one) => typeof one === "string"),
};

/** A model states its confidence, its reason and its chain beside the params, where those have no such member of their own. */
export function apart(args: unknown, spec: ToolSpec): { own: unknown } & Beside {
  if (typeof args !== "object" || args === null || Array.isArray(args)) return { own: args };
  const known = spec.kind === "reserved" ? {} : (Object(spec.parameters["properties"]) as object);
  const isBeside = ([name, given]: [string, unknown]) =>
    Object.hasOwn(LOOKS, name) && !Object.hasOwn(known, name) && LOOKS[name as keyof Beside](given);
  const entries = Object.entries(args).filter(([name, given]) => given !== undefined || !Object.hasOwn(LOOKS, name));
  return {
    ...Object.fromEntries(entries.filter(isBeside)),
    own: Object.fromEntries(entries.filter((entry) => !isBeside(entry))),
  };
}
