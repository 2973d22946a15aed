import type { ModelHost, Outgoing } from "../agent.ts";
import { EarnestError } from "../errors.ts";

/** A host whose models may be called, and the name of its key; the empty name is a host that wants none. */
export interface Host {
  readonly origin: string;
  /** Path of the base URL, without a slash at its end. */
  readonly base: string;
  readonly key: string;
  /** The models that may be asked there; undefined where they are not known beforehand. */
  readonly models?: readonly string[] | undefined;
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

/** The hosts behind base URLs: what is declared twice may be asked for the models of both. Throws SUITE_BROKEN as `hostOf` does. */
export function hostsOf(given: readonly ModelHost[]): Host[] {
  const hosts = given.map(hostOf);
  return hosts.map((host) => {
    const same = hosts.filter(({ origin, base }) => origin === host.origin && base === host.base);
    const models = same.every((one) => one.models !== undefined) ? same.flatMap((one) => one.models ?? []) : undefined;
    return { ...host, models };
  });
}

/** The host behind a base URL. Throws SUITE_BROKEN for one that is no plain http(s) address. */
export function hostOf({ baseURL, key, models }: ModelHost): Host {
  const url = URL.parse(baseURL);
  const plain = url !== null && /^https?:$/.test(url.protocol) && `${url.username}${url.password}${url.search}${url.hash}` === "";
  if (plain) return { origin: url.origin, base: url.pathname.replace(/\/+$/, ""), key, models };
  // Not quoted: what stands where no name and password belong may be a secret.
  throw new EarnestError("SUITE_BROKEN", "the base URL of a model is an http(s) address without a name, password or query", {
    next: "Give something like https://api.openai.com/v1, and the key in an environment variable",
  });
}

/** The doors there are, by what stands in a request; looked up as it stands there before it is looked at closely. */
export function doorsOf(hosts: readonly Host[]): (request: Pick<Outgoing, "method" | "url">) => Door | undefined {
  const [first] = hosts;
  const shim = first === undefined ? [] : [{ ...SHIM, host: first }];
  const doors = new Map<string, Door>();
  for (const { origin, base, host } of [...hosts.map((host) => ({ ...host, host })), ...shim]) {
    for (const [method, path] of OPEN) {
      const name = `${method} ${origin}${base}${path}`;
      if (!doors.has(name)) doors.set(name, { host, method, path });
    }
  }
  return ({ method, url }) => doors.get(`${method} ${url}`) ?? doors.get(`${method.toUpperCase()} ${plain(url)}`);
}

/** The address as everybody would write it; whatever more it holds makes it another one. */
function plain(url: string): string {
  return URL.parse(url)?.href ?? "";
}
