import type { World } from "../../agent.ts";
import { sandboxAvailable } from "../../wall/sandbox.ts";
import { layOut, type ProgramSpec, type Site } from "./layout.ts";
import { sealedSite } from "./sealedSite.ts";
import { unsealedSite } from "./unsealedSite.ts";

/** Lays out what the programs of a run are given and tries the wall around them. Throws AGENT_START where one does not start. */
export async function openSite(spec: ProgramSpec, world: World): Promise<Site> {
  const layout = await layOut(spec, world);
  const { why } = sandboxAvailable();
  const without = spec.kernel === false ? "the suite asks for no sandbox" : why;
  if (without !== null) world.notice(`the agent runs without a sandbox, and earnest cannot keep it from acting: ${without}`);
  return without === null ? await sealedSite(layout) : await unsealedSite(layout, without);
}
