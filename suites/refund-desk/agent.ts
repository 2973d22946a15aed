import { type Agent, sealed } from "earnest";

export const VERSION = "1";

/** The simulated desk clerk: a rule with faults of known frequency, in place of your agent. */
export function deskClerk(): Agent {
  return sealed({ name: "simulated desk clerk", version: VERSION, module: new URL("./clerk.ts", import.meta.url) });
}
