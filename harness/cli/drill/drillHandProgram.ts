import { Console } from "node:console";
import { serveHand } from "../../drill/hand.ts";
import { importSuite } from "../loadSuite.ts";
import { findDrill, type WhichDrill } from "./findDrill.ts";

/** The process that carries out drills: loads the same suite as the one that started it, and finds its drills there. */
export async function drillHandProgram([file = "", data]: readonly string[]): Promise<void> {
  globalThis.console = new Console(process.stderr, process.stderr);
  const { suite } = await importSuite(file, data);
  serveHand({
    find: async (which) => ({ drill: findDrill(suite, which as WhichDrill) }),
    channel: process,
    clock: sharedClock,
  });
}

/** Milliseconds by a clock that all processes of a machine share, as finely as each can tell. */
export function sharedClock(): number {
  return performance.timeOrigin + performance.now();
}
