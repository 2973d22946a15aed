import type { ConfidenceUse } from "../evidence/confidenceUse.ts";
import { visibleLine } from "../words.ts";

/** What the agent's own confidence allows for one action type, as a line for the terminal. */
export function confidenceLine(title: string, { says }: ConfidenceUse): string {
  return `${visibleLine(title)}: ${says.charAt(0).toLowerCase()}${says.slice(1)}`;
}
