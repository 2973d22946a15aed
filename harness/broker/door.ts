import type { ModelHost, Outgoing } from "../agent.ts";
import { EarnestError } from "../errors.ts";

/** A host whose models may be called, and the name of its key; the empty name is a host that wants none. */
export interface Host {
  readonly origin: string;
  /** Path of the base URL, without a slash at its end. */
  readonly base: string;
  readonly key: string;
}

/** Where a request may go out. */
export interface Door {
  readonly host: Host;
  readonly method: "GET" | "POST";
  /** Counted from the base URL. */
  readonly path: string;
}

/** Where a program behind a wall finds the broker, whatever the model's real address. */
const SHIM = { origin: "http://127.0.0.1:8123", base: "/v1" };

const OPEN: readonly (readonly [Door["method"], string])[] = [
  ["POST", "/chat/completions"],
  ["POST", "/responses"],
  ["POST", "/messages"],
  ["POST", "/embeddings"],
  ["GET", "/models"],
];

/** The host behind a base URL. Throws SUITE_BROKEN for one that is no plain http(s) address. */
export function hostOf({ baseURL, key }: ModelHost): Host {
  const url = URL.parse(baseURL);
  const plain = url !== null && /^https?:$/.test(url.protocol) && `${url.username}${url.password}${url.search}${url.hash}` === "";
  if (plain) return { origin: url.origin, base: url.pathname.replace(/\/+$/, ""), key };
  // Not quoted: what stands where no name and password belong may be a secret.
  throw new EarnestError("SUITE_BROKEN", "the base URL of a model is an http(s) address without a name, password or query", {
    next: "Give something like https://api.openai.com/v1, and the key in an environment variable",
  });
}

/** The door a request may go through; undefined where there is none. */
export function doorOf({ method, url }: Pick<Outgoing, "method" | "url">, hosts: readonly Host[]): Door | undefined {
  const wanted = URL.parse(url);
  if (wanted === null || wanted.search !== "" || wanted.username !== "" || wanted.password !== "") return undefined;
  const first = hosts[0];
  const known = first === undefined ? [] : [...hosts.map((host) => ({ at: host, host })), { at: SHIM, host: first }];
  for (const { at, host } of known) {
    if (wanted.origin !== at.origin) continue;
    const open = OPEN.find(([verb, path]) => verb === method.toUpperCase() && wanted.pathname === at.base + path);
    if (open !== undefined) return { host, method: open[0], path: open[1] };
  }
  return undefined;
}
