import type { ModelHost } from "../agent.ts";
import { doorsOf, hostOf } from "../broker/door.ts";

/** What is said to whoever calls a model where there is none to be called. */
export const NO_MODELS = "the suite names no models for this agent: models: [{ baseURL, key }]";

/** What is said where such a call came too late; it was refused like any other then. */
export const LATE_CALL = "the agent called its model while none of its cases was in hand; such calls are refused";

/** Is this the address of a call that the agent may make while it has a case in hand? */
export type Own = (url: string) => boolean;

/** The calls to these models. Throws SUITE_BROKEN for a base URL that is none. */
export function callsTo(models: readonly ModelHost[]): Own {
  const doorOf = doorsOf(models.map(hostOf));
  return (url) => ["POST", "GET"].some((method) => doorOf({ method, url }) !== undefined);
}

/** Says it the first time. */
export function once(say: (text: string) => void, text: string): () => void {
  let said = false;
  return () => {
    if (!said) say(text);
    said = true;
  };
}
