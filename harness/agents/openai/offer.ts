import type { Json } from "../../action.ts";
import type { ToolSpec } from "../../agent.ts";
import type { Plan } from "./plan.ts";

/** A tool as it is offered to a model. */
export interface Offered {
  readonly name: string;
  readonly description: string;
  readonly parameters: { readonly [key: string]: Json };
}

const CONFIDENCE = {
  type: "number",
  minimum: 0,
  maximum: 1,
  description: "How sure you are that a person would decide the same, from 0 to 1.",
};
const BECAUSE = { type: "string", description: "Why, in one sentence." };

/** The tools of a case; where confidence is a field, every act asks for it, and for a reason. */
export function offer(tools: readonly ToolSpec[], confidence: Plan["confidence"]): Offered[] {
  return tools.map(({ name, kind, about, parameters }) => {
    const properties = propertiesOf(parameters);
    if (kind !== "write" || confidence !== "field")
      return { name, description: about, parameters: { ...parameters, type: "object", properties } };
    const required = [...((parameters["required"] as readonly string[] | undefined) ?? []), "confidence"];
    const asked = { because: BECAUSE, ...properties, confidence: CONFIDENCE };
    return { name, description: about, parameters: { ...parameters, type: "object", properties: asked, required } };
  });
}

/** The acts that have a param of their own by the name of confidence, so that the model's has no place. */
export function crowded(tools: readonly ToolSpec[]): string[] {
  return tools
    .filter(({ kind, parameters }) => kind === "write" && Object.hasOwn(propertiesOf(parameters), "confidence"))
    .map(({ name }) => name);
}

function propertiesOf(parameters: ToolSpec["parameters"]): { readonly [key: string]: Json } {
  return (parameters["properties"] as { readonly [key: string]: Json } | undefined) ?? {};
}
