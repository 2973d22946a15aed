import type { ToolSpec } from "../agent.ts";

/** A model states its confidence and its reason beside the params, where those have no such member of their own. */
export function apart(args: unknown, spec: ToolSpec): { own: unknown; confidence?: number; because?: string } {
  if (typeof args !== "object" || args === null || Array.isArray(args)) return { own: args };
  const known = spec.kind === "reserved" ? {} : (Object(spec.parameters["properties"]) as object);
  const { confidence, because, ...own } = args as Record<string, unknown>;
  if (confidence !== undefined && (Object.hasOwn(known, "confidence") || typeof confidence !== "number"))
    own["confidence"] = confidence;
  if (because !== undefined && (Object.hasOwn(known, "because") || typeof because !== "string")) own["because"] = because;
  return {
    own,
    ...(typeof confidence === "number" && own["confidence"] === undefined ? { confidence } : {}),
    ...(typeof because === "string" && own["because"] === undefined ? { because } : {}),
  };
}
