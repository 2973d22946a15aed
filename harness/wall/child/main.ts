import { readFileSync } from "node:fs";
import { registerHooks } from "node:module";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { ToolSpec } from "../../agent.ts";
import { Attempts, type Propose, reasonOf } from "./attempts.ts";
import { Channel } from "./channel.ts";
import { closeDoors } from "./doors.ts";
import type { Settings } from "./messages.ts";
import { Tries } from "./tries.ts";

// The first program of the child: closes what is left open, then loads the agent and asks it as the harness says.

const { module, folder } = JSON.parse(process.argv[2] ?? "{}") as Settings;
const read = (name: string) => JSON.parse(readFileSync(join(folder, name), "utf8")) as unknown;
const given = read("given.json");
const tools = read("tools.json") as ToolSpec[];

let propose: Propose = () => {
  throw new Error("asked before it was started");
};
const channel = new Channel((message) => attempts.take(message, propose));
const tries = new Tries(channel);
const attempts = new Attempts(channel, tools, tries);

// The copy holds TypeScript whose types are left out already.
registerHooks({
  load(url, context, next) {
    if (!/\.m?ts$/.test(url)) return next(url, context);
    return { format: "module", source: readFileSync(fileURLToPath(url), "utf8"), shortCircuit: true };
  },
});
closeDoors((kind, target) => tries.add(attempts.current ?? null, kind, target));
globalThis.fetch = (input, init) => {
  if (attempts.current === undefined) tries.add(null, "network", String(input instanceof Request ? input.url : input));
  return attempts.fetch(input, init);
};
const blame = (error: unknown) => {
  if (attempts.blame(error)) return;
  process.stderr.write(`${reasonOf(error)}\n`);
  process.exit(1);
};
process.on("uncaughtException", blame).on("unhandledRejection", blame);

try {
  propose = await started();
  channel.post({ t: "ready" });
} catch (error) {
  channel.urge({ t: "unready", because: reasonOf(error) });
}

async function started(): Promise<Propose> {
  const { default: agent } = (await import(pathToFileURL(module).href)) as { default?: unknown };
  if (typeof agent === "function") return agent as Propose;
  const one = agent as { start?: (given: unknown) => unknown; propose?: Propose } | null | undefined;
  if (typeof one?.propose !== "function")
    throw new Error("its default export is neither a function nor an object with a function by the name of propose");
  await one.start?.(given);
  return (seen, toolbox, signal) => one.propose?.(seen, toolbox, signal);
}
