import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import type { ModelHost, Wall, World } from "../../agent.ts";
import { digestOf } from "../../canonical.ts";
import { EarnestError } from "../../errors.ts";
import { type FileFound, type FileGiven, filesGiven } from "../../wall/code/filesGiven.ts";
import { type Program, programFolders } from "../../wall/programFolders.ts";
import { LATE_CALL, NO_MODELS, once } from "../ownModels.ts";
import { copyFolder } from "./copyFolder.ts";
import type { Resident, Tell } from "./resident.ts";

/** A program as its user names it. */
export interface ProgramSpec {
  /** As in a shell: `["python3", "agent.py"]`. */
  readonly command: readonly string[];
  /** The folder it lies in and runs in. It gets to see a copy of it, and nothing else of yours. */
  readonly folder: string;
  /** More that it may read: files and folders, as `files/<name>` in its working folder. */
  readonly files?: readonly (string | FileGiven)[] | undefined;
  /** Variables it gets, beside those that lead it to the models. The agent can read them: no place for keys. */
  readonly env?: Readonly<Record<string, string>> | undefined;
  readonly models?: readonly ModelHost[] | undefined;
  /** false: without a sandbox even where there is one, and the report says so. Default: true. */
  readonly kernel?: boolean | undefined;
}

/** Where the programs of one run live. */
export interface Site {
  readonly wall: Wall;
  start(): Promise<Resident>;
}

/** What is laid out for the programs of one run, in the run's scratch folder. */
export interface Layout {
  readonly root: string;
  /** The copy of the agent's folder, and its digest. */
  readonly copy: string;
  readonly code: string;
  /** What earnest adds: the shim, and what listens to Python. */
  readonly inside: string;
  readonly program: Program;
  /** What it may read beside, and where that lies in its folder. */
  readonly files: readonly FileFound[];
  readonly world: World;
  readonly spec: ProgramSpec;
  readonly tell: Tell;
}

/** Copies what the programs of a run are given into the scratch folder. Throws AGENT_START where there is no such program. */
export async function layOut(spec: ProgramSpec, world: World): Promise<Layout> {
  const folder = resolve(spec.folder);
  // Its own each time, so that an agent can be started twice in one world.
  const root = mkdtempSync(join(world.scratch, "run-"));
  const copy = join(root, "agent");
  const inside = join(root, "inside");
  const program = programFolders(spec.command, folder);
  const files = filesGiven((spec.files ?? []).map(inFiles));
  const code = digestOf([await copyFolder(folder, copy), files.map(({ to, stamps }) => [to, stamps])]);
  const own = (name: string) => readFileSync(join(import.meta.dirname, "inside", name), "utf8");
  mkdirSync(join(inside, "python"), { recursive: true });
  writeFileSync(join(inside, "python", "sitecustomize.py"), own("sitecustomize.py"));
  writeFileSync(join(inside, "shim.mjs"), own("shim.mjs"));
  const say = (text: string) => world.notice(text);
  return {
    root,
    copy,
    code,
    inside,
    program,
    files,
    world,
    spec,
    tell: {
      strayed: once(say, "a process of the agent went on talking after its answer; such processes are replaced"),
      unnamed: once(say, NO_MODELS),
      late: once(say, LATE_CALL),
    },
  };
}

/** Throws AGENT_START where the program cannot be run at all; what it makes of its cases is another matter. */
export async function tryStart(first: Resident, { command }: ProgramSpec): Promise<void> {
  const because = await first.began;
  if (because === null) return;
  throw new EarnestError("AGENT_START", `the agent ${command.join(" ")} cannot be started: ${because}`, {
    next: "Check its command, and the folder it counts from",
  });
}

/** What stays open behind any wall. */
export function modelsSeen({ models = [] }: ProgramSpec): string[] {
  return models.map(({ baseURL }) => `${baseURL} sees what the agent sends to its model`);
}

function inFiles(one: string | FileGiven): FileGiven {
  const { from, to } = typeof one === "string" ? { from: one, to: basename(one) } : one;
  return { from, to: `files/${to}` };
}
