import type { Json } from "../../action.ts";
import type { Drill } from "../drill.ts";
import { everyDrill } from "../library/everyDrill.ts";
import { announce, JAR_FAULTS, type JarFault, pour, seal } from "./jarHandlers.ts";

/** For tests: which drill, of which handler, with which promise broken. */
export interface JarDrill {
  readonly drill: string;
  readonly fault: string | null;
}

/** What only breaks where something is said. */
const SAID: readonly JarFault[] = ["says-again", "corrects-unsaid"];

/** For tests: the drill of that name, with a batch of this size; the same in every process. */
export function jarDrill(which: Json, size = 6): Drill {
  const { drill: name, fault: wanted } = which as unknown as JarDrill;
  const fault = JAR_FAULTS.find((one) => one === wanted) ?? null;
  const later = { handler: seal(fault), params: ({ jar }: { jar: string }) => ({ jar }) };
  const poured: readonly Drill[] = everyDrill(pour(fault), { size, later });
  const said: readonly Drill[] = everyDrill(announce(fault), { size });
  const drills = fault !== null && SAID.includes(fault) ? said : [...poured, ...said];
  const found = drills.find((drill) => drill.name === name);
  if (found === undefined) throw new Error(`there is no drill ${name}`);
  return found;
}
