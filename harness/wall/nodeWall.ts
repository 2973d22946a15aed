import { release } from "node:os";
import { join } from "node:path";
import { builtWall, type CanaryProbe, type Isolation, type ModelHost, type Wall } from "../agent.ts";
import type { Settings } from "./child/messages.ts";
import type { CodeCopy } from "./code/copyCode.ts";
import { type Bind, NODE_INSIDE, type SandboxSpec, sandboxAvailable, sandboxed } from "./sandbox.ts";
import { canaryIn, type Launch, leaksOf, tryWall } from "./tryWall.ts";

interface WallOptions {
  readonly copy: CodeCopy;
  readonly models: readonly ModelHost[];
  /** Megabytes; undefined: what Node takes. */
  readonly memory: number | undefined;
  /** Why there is no kernel sandbox; null where there is one. */
  readonly why: string | null;
  readonly scratch: string;
}

/** Where the copy lies in the sandbox. */
const INSIDE = "/sealed";
/** A client library wants a key to start; the real one is put in by the broker. */
const PLACEHOLDER = "held-by-earnest";

const SEALED =
  "The kernel's sandbox kept it from the network, from every file and process outside and from signals. That the kernel itself has no fault cannot be shown; and what it asks of a model, that model sees. What it tried is listed by its own process, and code made to attack that list may hide a try, though not carry it out.";
const GUARDED =
  "Accidental effects were blocked by the runtime; that is no barrier to hostile code, nor is the list of what it tried. A process of it that never yields may outlive a harness that is killed.";
const WATCHED = "Calls that reached earnest were not executed. Other side effects cannot be excluded.";

/** The wall around code for Node: the kernel's sandbox and Node's permission model, or the latter alone; and what the canary shows of it. */
export async function nodeWall(options: WallOptions): Promise<{ readonly wall: Wall; readonly launch: Launch }> {
  const { copy, why } = options;
  if (why !== null) return guarded(options, why);
  const spec = specOf(options);
  const canary = await tryWall(options.scratch, canaryIn(spec));
  const leaks = leaksOf(canary);
  const launch = sandboxed(spec);
  const { bwrap, version } = sandboxAvailable();
  const mechanism = "bubblewrap and node --permission";
  const versions = { bubblewrap: String(version), node: process.version, kernel: release() };
  const facts = { mechanism, command: [String(bwrap), ...launch.args], versions, open: openTo(options), code: copy.digest };
  if (leaks.length === 0)
    return { launch, wall: builtWall({ ...facts, isolation: "I3", canary, weaker: null, residual: SEALED }) };
  const leaky = `the canary got out of the sandbox by ${leaks.join(", ")}`;
  const guard = await tryWall(options.scratch, guardedCanary(options), (code) => code);
  return { launch, wall: builtWall({ ...facts, ...levelOf(guard, leaky), canary: [...canary, ...guard.map(behindGuard)] }) };
}

async function guarded(options: WallOptions, why: string): Promise<{ readonly wall: Wall; readonly launch: Launch }> {
  const canary = await tryWall(options.scratch, guardedCanary(options), (code) => code);
  const launch = {
    file: process.execPath,
    args: argumentsOf(options, options.copy.folder),
    env: environment(options),
    folder: join(options.copy.folder, "agent"),
  };
  const wall = builtWall({
    ...levelOf(canary, why),
    mechanism: "node --permission",
    command: [launch.file, ...launch.args],
    versions: { node: process.version, kernel: release() },
    canary,
    open: openTo(options),
    code: options.copy.digest,
  });
  return { launch, wall };
}

function levelOf(guard: readonly CanaryProbe[], why: string): { isolation: Isolation; weaker: string; residual: string } {
  const leaks = leaksOf(guard);
  if (leaks.length === 0) return { isolation: "I2", weaker: why, residual: GUARDED };
  const weaker = `${why}; and the canary got past the runtime by ${leaks.join(", ")}`;
  return { isolation: "I1", weaker, residual: WATCHED };
}

function behindGuard(probe: CanaryProbe): CanaryProbe {
  return { ...probe, route: `${probe.route}, with the runtime's guard alone` };
}

function specOf(options: WallOptions): SandboxSpec {
  const { folder, shown } = options.copy;
  const inside: Bind[] = shown.map(({ from, to }) => ({ from, to: join(INSIDE, to) }));
  return {
    command: [NODE_INSIDE, ...argumentsOf(options, INSIDE)],
    env: environment(options),
    readable: [{ from: folder, to: INSIDE }, ...inside],
    folder: join(INSIDE, "agent"),
  };
}

/** The runtime's own guard: reads only its copy and what it was given, and has no network, process, worker, addon or database. */
function flags(readable: readonly string[], memory: number | undefined): string[] {
  return [
    "--permission",
    ...readable.map((path) => `--allow-fs-read=${path}`),
    ...["--no-experimental-sqlite", "--no-addons"],
    ...(memory === undefined ? [] : [`--max-old-space-size=${memory}`]),
  ];
}

function argumentsOf({ copy, memory, why }: WallOptions, folder: string): string[] {
  // Without a sandbox the packages and files are links, and it is where they lead that must be readable.
  const readable = [folder, ...(why === null ? [] : copy.shown.map(({ from }) => from))];
  const settings: Settings = { module: join(folder, copy.module), folder: join(folder, "child") };
  return [...flags(readable, memory), join(folder, copy.main), JSON.stringify(settings)];
}

/** The canary in the agent's place: the same flags and the same closed doors. */
function guardedCanary(options: WallOptions): (code: string, argument: string) => Launch {
  const child = join(options.copy.folder, "child");
  return (code, argument) => ({
    file: process.execPath,
    args: [...flags([code, child], options.memory), "--import", join(child, "guardOnly.mjs"), join(code, "probe.mjs"), argument],
    env: environment(options),
  });
}

function environment({ models }: WallOptions): Readonly<Record<string, string>> {
  const [first] = models;
  const keys = models.map(({ key }) => [key, PLACEHOLDER]);
  const base = first === undefined ? {} : { OPENAI_BASE_URL: first.baseURL, OPENAI_API_KEY: PLACEHOLDER };
  return { ...base, ...Object.fromEntries(keys) };
}

function openTo({ models }: WallOptions): string[] {
  return models.map(({ baseURL }) => `the model at ${baseURL} sees what the agent sends it`);
}
