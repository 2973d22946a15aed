import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { findProgram } from "../../wall/findProgram.ts";
import { sandboxAvailable } from "../../wall/sandbox.ts";
import { shorten } from "../../words.ts";
import type { Check } from "./check.ts";
import { sandboxHint } from "./sandboxHint.ts";

/** How strong a wall this machine allows around an agent, and why not stronger. */
export function wallChecks(): Check[] {
  const { bwrap, version, why } = sandboxAvailable();
  const guard = permissionModel();
  return [
    why === null
      ? { topic: "wall", state: "ok", says: `bubblewrap ${version} (${bwrap}) makes a sandbox; it was tried` }
      : { topic: "wall", state: "warn", says: `no sealed wall: ${why}`, next: sandboxHint(why, facts()) },
    guard,
    levels(why === null, guard.state === "ok"),
    python(),
  ];
}

function levels(sealed: boolean, guarded: boolean): Check {
  if (sealed)
    return {
      topic: "wall",
      state: "ok",
      says: "agents in TypeScript and commands in any language run behind I3 (sealed by the kernel)",
    };
  const typescript = guarded ? "I2 (guarded by the runtime)" : "I0 (no wall)";
  return {
    topic: "wall",
    state: "warn",
    says: `agents in TypeScript would run behind ${typescript}, commands in other languages behind I1 (observed)`,
    next: "A gate that lets an agent act alone opens only behind I3, or with a waiver that names a person; --require-isolation I3 refuses anything less",
  };
}

const PROBE = "process.exit(process.permission.has('fs.write') ? 1 : 0)";
const PATIENCE = 10_000;

function permissionModel(): Check {
  const { status, error } = spawnSync(process.execPath, ["--permission", "-e", PROBE], {
    env: {},
    timeout: PATIENCE,
    stdio: "ignore",
  });
  if (status === 0)
    return { topic: "wall", state: "ok", says: "node --permission works; it names what an agent in TypeScript tries" };
  const why = error === undefined ? `it ended with ${status}` : error.message;
  return {
    topic: "wall",
    state: "FAIL",
    says: `node --permission does not work: ${why}`,
    next: "Use the Node that npm ci brings along",
  };
}

function python(): Check {
  const file = findProgram("python3");
  const none: Check = { topic: "wall", state: "note", says: "no python3 on the path; only agents in Python need it" };
  if (file === undefined) return none;
  const { status, stdout } = spawnSync(file, ["--version"], { encoding: "utf8", timeout: PATIENCE });
  if (status === 0) return { topic: "wall", state: "ok", says: `${shorten(stdout.trim(), 40)} (${file})` };
  return { ...none, says: `python3 (${file}) does not start; only agents in Python need it` };
}

/** What is known to stand in the way of a sandbox. */
function facts() {
  return {
    platform: process.platform,
    root: process.getuid?.() === 0,
    container:
      existsSync("/.dockerenv") || existsSync("/run/.containerenv") || process.env["KUBERNETES_SERVICE_HOST"] !== undefined,
    apparmor: setting("/proc/sys/kernel/apparmor_restrict_unprivileged_userns") === "1",
    userns:
      setting("/proc/sys/user/max_user_namespaces") !== "0" && setting("/proc/sys/kernel/unprivileged_userns_clone") !== "0",
  };
}

function setting(file: string): string | undefined {
  return existsSync(file) ? readFileSync(file, "utf8").trim() : undefined;
}
