import type { World } from "../agent.ts";
import { parseCase } from "../case.ts";
import { CaseToolbox, type Exchanges, type ToolDesk } from "../toolbox.ts";

/** For tests: tools that accept everything and know nothing. */
export const bareDesk: ToolDesk = {
  tools: [],
  most: { steps: 60, same: 6 },
  stub: () => undefined,
  acknowledge: () => ({ status: "accepted" }),
  fault: () => undefined,
};

/** For tests: the toolbox of a case, which may hold recorded reads. */
export function toolboxFor(given: object = {}, desk = bareDesk, exchanges?: Exchanges): CaseToolbox {
  const parsed = parseCase({ id: "a", input: null, decisions: [{ actions: [] }], ...given });
  if ("faults" in parsed) throw new Error(JSON.stringify(parsed.faults));
  const { id, input } = parsed.case;
  return new CaseToolbox(parsed.case, { id, attempt: 1, input }, desk, exchanges);
}

/** For tests: a world without a run around it. */
export function worldFor(scratch: string, more: Partial<World> = {}): World {
  return { tools: [], concurrency: 4, timeout: 20_000, scratch, breach: () => undefined, notice: () => undefined, ...more };
}
