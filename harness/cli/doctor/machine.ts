import { accessSync, constants, existsSync, mkdtempDisposableSync, statfsSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { messageOf } from "../../errors.ts";
import { count, percent } from "../../words.ts";
import { version } from "../commands.ts";
import type { Check } from "./check.ts";

const NODE = 26;
const GIGABYTE = 1024 ** 3;
/** Below this a night of model calls does not fit. */
const ROOM = GIGABYTE;
/** Below this not even a small run does. */
const LEAST = 64 * 1024 ** 2;
const NEARLY_FULL = 0.03;
const OWN = "EARNEST_";

/** The program that runs, where its runs go, and what the environment says to it. */
export function machineChecks(): Check[] {
  return [node(), ...environment(), runFolder(process.env["EARNEST_RUN_DIR"] ?? join(".earnest", "runs")), ...scratch()];
}

function node(): Check {
  const { node: running } = process.versions;
  const says = `node ${running}, earnest ${version()}, on ${process.platform} ${process.arch}`;
  if (Number(running.split(".")[0]) >= NODE) return { topic: "machine", state: "ok", says };
  return { topic: "machine", state: "FAIL", says, next: `earnest needs Node ${NODE}: npm ci brings it along` };
}

/** A flag that nobody typed changes a run all the same. */
function environment(): Check[] {
  const names = Object.keys(process.env).filter((name) => name.startsWith(OWN));
  if (names.length === 0) return [];
  return [{ topic: "machine", state: "note", says: `set in the environment: ${names.sort().join(", ")}` }];
}

function runFolder(dir: string): Check {
  const there = nearest(resolve(dir));
  try {
    accessSync(there, constants.W_OK);
  } catch (error) {
    const says = `runs cannot be kept in ${dir}: ${messageOf(error)}`;
    return { topic: "disk", state: "FAIL", says, next: "Name a folder that can be written with --run-dir" };
  }
  const { bavail, blocks, bsize } = statfsSync(there);
  const free = bavail * bsize;
  const share = blocks === 0 ? 1 : bavail / blocks;
  const says = `${size(free)} free for runs in ${dir}, ${percent(share)} of the disk`;
  if (free < LEAST) return { topic: "disk", state: "FAIL", says, next: MAKE_ROOM };
  if (free < ROOM || share < NEARLY_FULL) return { topic: "disk", state: "warn", says: `${says}: nearly full`, next: MAKE_ROOM };
  return { topic: "disk", state: "ok", says };
}

const MAKE_ROOM =
  "Make room, or name a folder on another disk with --run-dir; a run that fills its disk stops, and can be resumed";

/** Agents get a folder of their own there. */
function scratch(): Check[] {
  try {
    mkdtempDisposableSync(join(tmpdir(), "earnest-doctor-")).remove();
    return [];
  } catch (error) {
    const says = `agents get no folder for their files in ${tmpdir()}: ${messageOf(error)}`;
    return [{ topic: "disk", state: "FAIL", says, next: "Set TMPDIR to a folder that can be written" }];
  }
}

function nearest(dir: string): string {
  return existsSync(dir) || dirname(dir) === dir ? dir : nearest(dirname(dir));
}

function size(bytes: number): string {
  return bytes >= 10 * GIGABYTE ? `${count(Math.floor(bytes / GIGABYTE))} GB` : `${count(Math.floor(bytes / 1024 ** 2))} MB`;
}
