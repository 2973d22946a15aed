import { type Agent, type Wall, type World, wallAround } from "../agent.ts";

/** Starts the agent, works, and stops it whatever happened; what went wrong first is what is told. */
export async function framed<T>(agent: Agent, world: World, work: (wall: Wall | undefined) => Promise<T>): Promise<T> {
  let result: T;
  try {
    const started = await agent.start?.(world);
    result = await work(wallAround(agent, started));
  } catch (error) {
    await agent.stop?.().catch(() => undefined);
    throw error;
  }
  await agent.stop?.();
  return result;
}
