import { delimiter, dirname } from "node:path";
import type { ProgramSpec } from "./layout.ts";

/** Where the program of an agent finds what it needs. */
export interface Surroundings {
  /** The address of its only way out. */
  readonly origin: string;
  /** What it shows there as its key; the real one stays with the broker. */
  readonly key: string;
  readonly path: string;
  /** A folder of its own to write to, gone after the run. */
  readonly home: string;
  /** The file that is run. */
  readonly program: string;
  /** Where what listens to Python lies. */
  readonly python: string;
}

/** The pipe on which attempts are listed, beside stdin, stdout and stderr. */
const REPORTS = 3;

/** All the variables an agent's program gets: nothing of the harness's own, whose variables may hold keys. */
export function environment(
  around: Surroundings,
  { env: given = {}, models = [] }: Pick<ProgramSpec, "env" | "models">,
): Record<string, string> {
  const { origin, key, path, home, program, python } = around;
  const proxies = ["http_proxy", "https_proxy", "all_proxy"].flatMap((name) => [name, name.toUpperCase()]);
  return {
    PATH: program.startsWith("/") ? [dirname(program), path].join(delimiter) : path,
    HOME: home,
    TMPDIR: home,
    LANG: "C.UTF-8",
    OPENAI_BASE_URL: `${origin}/v1`,
    OPENAI_API_KEY: key,
    ANTHROPIC_BASE_URL: origin,
    ANTHROPIC_API_KEY: key,
    // Whatever speaks HTTP in whatever language ends at the same door, and is refused and listed there.
    ...Object.fromEntries(proxies.map((name) => [name, origin])),
    no_proxy: "127.0.0.1,localhost",
    NO_PROXY: "127.0.0.1,localhost",
    NODE_USE_ENV_PROXY: "1",
    PYTHONPATH: given["PYTHONPATH"] === undefined ? python : [python, given["PYTHONPATH"]].join(delimiter),
    // A line that waits in a buffer looks like silence.
    PYTHONUNBUFFERED: "1",
    PYTHONDONTWRITEBYTECODE: "1",
    PYTHONIOENCODING: "utf-8",
    EARNEST_REPORTS: String(REPORTS),
    EARNEST_DOOR: new URL(origin).host,
    // What asks for a key by its name gets one that opens nothing.
    ...Object.fromEntries(models.map((host) => [host.key, key])),
    ...without(given, "PYTHONPATH"),
  };
}

function without(given: Readonly<Record<string, string>>, name: string): Record<string, string> {
  const { [name]: _, ...rest } = given;
  return rest;
}
