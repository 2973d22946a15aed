import { existsSync, readdirSync, readFileSync } from "node:fs";
import { setTimeout } from "node:timers/promises";

const SERVERS = new Set(["TCPServerWrap", "PipeServerWrap", "ProcessWrap"]);
const PATIENCE = 40;
const PAUSE = 50;

/** What runs because of this process: its children and theirs, where the system says so, and what listens in it. */
export function running(): ReadonlySet<string> {
  const listening = process.getActiveResourcesInfo().filter((kind) => SERVERS.has(kind));
  return new Set([...descendants().map((pid) => `process ${pid}`), ...listening.map((kind, i) => `${kind} ${i}`)]);
}

/** What runs now and did not before; gives it two seconds to go. */
export async function leftBehind(before: ReadonlySet<string>): Promise<readonly string[]> {
  let left: readonly string[] = [];
  for (let look = 0; look < PATIENCE; look++) {
    left = [...running()].filter((one) => !before.has(one));
    if (left.length === 0) return left;
    await setTimeout(PAUSE);
  }
  return left;
}

function descendants(): number[] {
  if (!existsSync("/proc/self/stat")) return [];
  const children = new Map<number, number[]>();
  for (const name of readdirSync("/proc")) {
    const parent = /^\d+$/.test(name) ? parentOf(name) : undefined;
    if (parent !== undefined) children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
  }
  const found: number[] = [];
  const open = [process.pid];
  for (let pid = open.pop(); pid !== undefined; pid = open.pop()) {
    const own = children.get(pid) ?? [];
    found.push(...own);
    open.push(...own);
  }
  return found;
}

/** The parent of a process that is alive. */
function parentOf(pid: string): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const [state, parent] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return state === "Z" || state === "X" ? undefined : Number(parent);
  } catch {
    // It went while we looked.
    return undefined;
  }
}
