import type { ModelHost } from "../../agent.ts";
import { type PriceTable, priceOf } from "../../budget/prices.ts";
import { messageOf } from "../../errors.ts";
import { many, shorten } from "../../words.ts";
import type { Check } from "./check.ts";
import { maskedKey } from "./maskedKey.ts";

const USUAL_KEY = "OPENAI_API_KEY";
const USUAL_URL = "OPENAI_BASE_URL";
const OPENAI = "https://api.openai.com/v1";
const PATIENCE = 8_000;
/** What can stand in a header. */
const USABLE = /^[\x21-\x7e]+$/;

/** The key and the endpoint of each model an agent may call; without an agent, of the one that the environment names. */
export async function modelChecks(hosts: readonly ModelHost[] | undefined): Promise<Check[]> {
  if (hosts === undefined) return usual();
  // A host may be named without a key where it asks for none.
  const checks = await Promise.all(
    hosts.map(async (host) => [...(host.key === "" ? [] : [keyCheck(host.key)]), ...(await endpointCheck(host))]),
  );
  return checks.flat();
}

async function usual(): Promise<Check[]> {
  const { [USUAL_URL]: url, [USUAL_KEY]: key } = process.env;
  if ((url ?? "") === "" && (key ?? "") === "")
    return [{ topic: "model", state: "note", says: `${USUAL_KEY} is not set; only agents that call a model need a key` }];
  const host = { baseURL: url === undefined || url === "" ? OPENAI : url, key: USUAL_KEY };
  const given = keyCheck(USUAL_KEY);
  // Nothing here needs the key yet, so that its absence is no fault.
  const found: Check = given.state === "FAIL" && (key ?? "") === "" ? { topic: "model", state: "note", says: given.says } : given;
  return [found, ...(await endpointCheck(host))];
}

function keyCheck(name: string): Check {
  const key = process.env[name];
  const topic = "model";
  if (key === undefined || key === "")
    return {
      topic,
      state: "FAIL",
      says: `${name} is not set`,
      next: `export ${name}=..., and keep it out of files; for a server that asks for none, any text will do`,
    };
  const says = `${name} ${maskedKey(key.trim())}`;
  if (!USABLE.test(key))
    return {
      topic,
      state: "FAIL",
      says: `${says} holds a space, a line end or another character that no key has`,
      next: `Set ${name} again, without what was pasted along`,
    };
  return { topic, state: "ok", says };
}

/** Asks the endpoint for its list of models, as a run does before its first case. */
async function endpointCheck({ baseURL, key }: ModelHost): Promise<Check[]> {
  const topic = "model";
  const shown = shorten(withoutSecrets(baseURL), 100);
  let url: URL;
  try {
    url = new URL(`${baseURL.replace(/\/+$/, "")}/models`);
  } catch {
    return [
      {
        topic,
        state: "FAIL",
        says: `${shown} is not an address`,
        next: `Give the model's address as https://host/v1, in the suite or as ${USUAL_URL}`,
      },
    ];
  }
  const plain: Check[] =
    url.protocol === "https:" || ["127.0.0.1", "localhost", "[::1]"].includes(url.hostname)
      ? []
      : [{ topic, state: "warn", says: `cases and key go to ${shown} without encryption`, next: "Use https" }];
  const secret = process.env[key] ?? "";
  const given = USABLE.test(secret);
  const began = performance.now();
  try {
    // A redirect would take the key to a host that nobody named.
    const headers = given ? { authorization: `Bearer ${secret}` } : {};
    const answer = await fetch(url, { headers, redirect: "manual", signal: AbortSignal.timeout(PATIENCE) });
    const ms = Math.round(performance.now() - began);
    await answer.body?.cancel();
    if (answer.ok && (answer.headers.get("content-type") ?? "").startsWith("text/html")) {
      const says = `${shown} answers with a web page, as no model does`;
      return [
        ...plain,
        { topic, state: "FAIL", says, next: `Check the address: most end in /v1 (${USUAL_URL}, or baseURL in the suite)` },
      ];
    }
    return [...plain, { topic, ...answered(answer.status, `${shown} answers after ${ms} ms`, key, given) }];
  } catch (error) {
    return [
      ...plain,
      {
        topic,
        state: "FAIL",
        says: `${shown} cannot be reached: ${reasonOf(error)}`,
        next: `Check the address (${USUAL_URL}, or baseURL in the suite) and that its server is up; a run on it would stop before its first case`,
      },
    ];
  }
}

function answered(status: number, says: string, key: string, given: boolean): Omit<Check, "topic"> {
  if (status === 401 || status === 403) {
    if (!given) return { state: "ok", says: `${says}, and asks for a key (${status})` };
    return { state: "FAIL", says: `${says}, and refuses the key (${status})`, next: `Put a key that is valid there into ${key}` };
  }
  // A server without a list of models is alive all the same.
  if (status < 300 || status === 404 || status === 405) return { state: "ok", says };
  if (status < 400)
    return {
      state: "warn",
      says: `${says} with a redirect (${status}), which earnest does not follow`,
      next: "Name the address it leads to",
    };
  return {
    state: "warn",
    says: `${says} with ${status}`,
    next: "Try again later, or look at the provider's status; a run waits and tries again",
  };
}

function reasonOf(error: unknown): string {
  if (error instanceof Error && error.name === "TimeoutError") return `no answer within ${PATIENCE / 1000} s`;
  const cause = error instanceof Error ? error.cause : undefined;
  const first = cause instanceof AggregateError ? (cause.errors[0] as unknown) : cause;
  return shorten(messageOf(first ?? error), 200);
}

/** An address may carry a name and a password. */
function withoutSecrets(address: string): string {
  return address.replace(/\/\/[^/@]*@/, "//…@").replace(/\?.*$/s, "?…");
}

/** Without prices a run costs money all the same, and cannot say how much. */
export function priceChecks(hosts: readonly ModelHost[], prices: PriceTable | undefined): Check[] {
  if (hosts.length === 0) return [];
  const topic = "model";
  const next = "Set prices: { currency, models: { <name>: { input, output } } } in the suite, per million tokens";
  const unsaid = "what a run costs is not known, and --max-cost refuses to start";
  if (prices === undefined) return [{ topic, state: "warn", says: `the suite names no prices: ${unsaid}`, next }];
  const models = hosts.flatMap((host) => host.models ?? []);
  const unpriced = models.filter((model) => priceOf(prices, model) === undefined);
  if (unpriced.length > 0)
    return [
      { topic, state: "warn", says: `no price for ${unpriced.map((model) => shorten(model, 60)).join(", ")}: ${unsaid}`, next },
    ];
  const which =
    models.length === 0 ? many(Object.keys(prices.models).length, "model") : models.map((model) => shorten(model, 60)).join(", ");
  return [{ topic, state: "ok", says: `prices in ${prices.currency} for ${which}` }];
}
