import type { Isolation } from "../agent.ts";
import { count, many } from "../words.ts";
import type { WallSeen } from "./wallCount.ts";

const RAN: Readonly<Record<Exclude<Isolation, "I3">, string>> = {
  I0: "The agent ran behind no wall (I0)",
  I1: "The agent ran behind a wall that only observes (I1)",
  I2: "The agent ran behind a runtime guard (I2)",
  imported: "The proposals were made elsewhere, behind no wall that earnest knows of",
};

/** Behind what the agent ran, as the beginning of a sentence. */
export function ranBehind({ isolation, sealed, canary }: WallSeen): string {
  if (isolation !== "I3") return RAN[isolation];
  if (sealed) return "The agent ran behind a sealed wall (I3)";
  if (canary.tried === 0) return "The agent ran behind a wall that is called sealed (I3) and that no canary tried";
  return `The agent ran behind a wall that is called sealed (I3) and that let the canary out on ${count(canary.open)} of ${many(canary.tried, "route")}`;
}

const CLAIMS: Readonly<Record<Exclude<Isolation, "I3">, string>> = {
  I0: "Nothing but its own code kept it from acting.",
  I1: "Calls that reached earnest were not executed. Other side effects cannot be excluded.",
  I2: "Accidental effects were blocked. It is not a barrier to hostile code.",
  imported: "earnest did not watch it, and cannot say what it saw or did.",
};

/** What this wall entitles a report to say, and no more. */
export function wallClaim(wall: WallSeen): string {
  if (wall.isolation !== "I3") return CLAIMS[wall.isolation];
  if (wall.sealed)
    return "No network, no write that lasts and no signal outside: a canary in the same sandbox tried each way out.";
  return wall.canary.tried === 0
    ? "It is called sealed, and no canary is on record. No canary, no claim."
    : "It is called sealed, and the canary found ways out. What it leaves open cannot be excluded.";
}
