import { existsSync, mkdirSync, statSync, writeFileSync } from "node:fs";
import { release } from "node:os";

import { join } from "node:path";
import { builtWall, type CanaryProbe, type Wall } from "../../agent.ts";

import { EarnestError } from "../../errors.ts";
import { placeIn } from "../../wall/code/placeIn.ts";
import { NODE_INSIDE, type SandboxSpec, sandboxAvailable, sandboxed } from "../../wall/sandbox.ts";
import { canaryIn, leaksOf, tryWall } from "../../wall/tryWall.ts";
import { environment } from "./environment.ts";
import { LOOPBACK } from "./gateway.ts";
import { type Layout, modelsSeen, type Site, tryStart } from "./layout.ts";
import { Resident } from "./resident.ts";

const AGENT = "/agent";
const INSIDE = "/earnest";
const DOOR = "/run/earnest.sock";
const HOME = "/tmp/own";
const PATH = "/usr/local/bin:/usr/bin:/bin";
const PLACEHOLDER = "the-key-stays-outside";
const SHIM = [NODE_INSIDE, "--max-old-space-size=128", `${INSIDE}/shim.mjs`];
/** The kernel takes no longer name of a Unix socket. */
const LONGEST_SOCKET = 107;

/** Programs in a kernel sandbox, each with a network of its own in which there is nothing but the shim in front of its way out. */
export async function sealedSite(layout: Layout): Promise<Site> {
  const { program, files, inside, copy, root, world, spec } = layout;
  const [file = ""] = program.command;
  const around = { origin: LOOPBACK, key: PLACEHOLDER, path: PATH, home: HOME, program: file, python: `${INSIDE}/python` };
  // In a file, not on the command line, which every user of the machine may read.
  const launch = { env: environment(around, spec), home: HOME };
  writeFileSync(join(inside, "launch.json"), JSON.stringify(launch));
  for (const { from, to } of files) makePlace(from, placeIn(copy, to));
  const given = files.map(({ from, to }) => ({ from, to: join(AGENT, to) }));
  const bound = [{ from: copy, to: AGENT }, { from: inside, to: INSIDE }, ...program.readable, ...given];
  const room = (door: string): SandboxSpec => ({
    command: [...SHIM, ...program.command],
    folder: AGENT,
    readable: bound,
    writable: [{ from: door, to: DOOR }],
  });
  let count = 0;
  const next = () => doorIn(root, ++count);
  const start = (door = next()) =>
    Resident.start({
      world,
      door,
      reportsStart: true,
      tell: layout.tell,
      models: spec.models,
      launch: () => ({ ...sandboxed(room(door)), env: {}, cwd: root }),
    });
  const door = next();
  const first = await start(door);
  try {
    await tryStart(first, spec);
    const canary = await tryWall(world.scratch, canaryIn(room(door)));
    return { wall: wallOf(layout, sandboxed(room(door)), canary), start };
  } finally {
    first.kill();
    await first.close();
  }
}

/** What is bound there needs something to be bound over, and inside nothing can be made. */
function makePlace(from: string, at: string): void {
  if (statSync(from).isDirectory()) mkdirSync(at, { recursive: true });
  else if (!existsSync(at)) writeFileSync(at, "", { flag: "wx" });
}

function doorIn(root: string, number: number): string {
  const door = join(root, `door-${number}`);
  if (Buffer.byteLength(door) <= LONGEST_SOCKET) return door;
  throw new EarnestError("AGENT_START", "the name of the run's scratch folder is too long for a Unix socket", {
    where: { file: root },
    next: "Let TMPDIR name a folder with a shorter path",
  });
}

function wallOf({ code, spec, world }: Layout, line: ReturnType<typeof sandboxed>, canary: readonly CanaryProbe[]): Wall {
  const leaks = leaksOf(canary);
  const sealed = leaks.length === 0;
  const weaker = sealed ? null : `the canary got out of the sandbox by ${leaks.join(", ")}`;
  if (weaker !== null) world.notice(`earnest cannot keep the agent from acting: ${weaker}`);
  return builtWall({
    isolation: sealed ? "I3" : "I1",
    mechanism: "bubblewrap (kernel namespaces), with one door, to the models it may call",
    command: [line.file, ...line.args],
    versions: { bubblewrap: sandboxAvailable().version ?? "", node: process.version, kernel: release() },
    canary,
    open: modelsSeen(spec),
    weaker,
    residual: sealed
      ? "What it attempts is listed where a Python program attempts it or where it goes over HTTP; other programs are blocked without a list. It can use up time and memory, and what it sends to a model is seen there."
      : "The sandbox leaks: side effects cannot be excluded.",
    code,
  });
}
