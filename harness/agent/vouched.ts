import type { Agent, Isolation, Wall } from "../agent.ts";

const VOUCHED = new WeakSet<Agent>();

/** Marks an agent whose wall earnest itself arranged; frozen, so that the claim cannot be changed afterwards. */
export function vouched<A extends Agent>(agent: A): A {
  VOUCHED.add(agent);
  return Object.freeze(agent);
}

/** Does the agent keep the time limit itself? Only earnest's own are trusted with it. */
export function keepsTime(agent: Agent): boolean {
  return agent.ownTime === true && VOUCHED.has(agent);
}

const BUILT = new WeakSet<Wall>();

/** Marks a wall that earnest itself built, or found missing; frozen, so that what it says cannot be changed afterwards. */
export function builtWall(wall: Wall): Wall {
  BUILT.add(wall);
  return Object.freeze(wall);
}

/** What a start returned, where it is a wall that earnest built for an agent of its own; anything else is no wall. */
export function wallAround(agent: Agent, started: unknown): Wall | undefined {
  return VOUCHED.has(agent) && BUILT.has(started as Wall) ? (started as Wall) : undefined;
}

/** How strong the wall is: what earnest arranged and, once it has started, tried; never what an object says of itself. */
export function isolationOf(agent: Agent, wall?: Wall): Isolation {
  if (!VOUCHED.has(agent)) return "I0";
  return wallAround(agent, wall)?.isolation ?? agent.isolation;
}

/** Is this wall at least so strong? Proposals made elsewhere are behind no wall. */
export function atLeast(isolation: Isolation, wanted: Exclude<Isolation, "imported">): boolean {
  return isolation !== "imported" && isolation >= wanted;
}
