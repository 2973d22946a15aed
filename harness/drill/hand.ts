import type { Json } from "../action.ts";
import { EarnestError } from "../errors.ts";
import { reasonOf } from "./callHandler.ts";
import type { Drill } from "./drill.ts";
import type { HandAsk, HandSays } from "./handMessages.ts";
import { HandWork } from "./handWork.ts";

/** What a hand is made of. */
export interface HandOptions {
  /** Finds the drill by what `runDrill` was given as `which`. */
  find(which: Json): Promise<{ readonly drill: Drill }>;
  /** This process, started with an IPC channel. */
  readonly channel: NodeJS.Process;
  /** Milliseconds since a moment that all processes of the drill share. */
  clock(): number;
}

/**
 * Makes this process a hand: it carries out and takes back what `runDrill` asks for in another process, and ends at once when that one is gone.
 * Call it when everything is loaded; it answers "ready".
 */
export function serveHand({ find, channel, clock }: HandOptions): void {
  // Nothing may be left behind, whatever a handler has put into the way of an exit.
  const end = () => process.kill(process.pid, "SIGKILL");
  channel.on("disconnect", end);
  if (!channel.connected) end();
  // Ctrl-C goes to all processes of a terminal, as its closing does; the one that asks decides when a hand ends.
  for (const signal of ["SIGINT", "SIGHUP"]) channel.on(signal, () => undefined);
  const say = (says: HandSays) => {
    if (channel.connected) channel.send?.(says);
  };
  let work: HandWork | undefined;
  const take = async (ask: HandAsk): Promise<number> => {
    if (ask.do === "open") {
      await work?.[Symbol.asyncDispose]();
      work = undefined;
      const { drill } = await find(ask.which);
      work = await HandWork.open(drill, ask, clock, say);
      return work.events;
    }
    if (work === undefined) throw new EarnestError("DRILL_BROKEN", "nothing was opened");
    if (ask.do === "prepare") await work.prepare();
    if (ask.do === "carry") await work.carry(ask);
    if (ask.do === "edit") await work.edit(ask.act, ask.what);
    if (ask.do === "note") await work.note(ask.e, ask.ms);
    const { events } = work;
    if (ask.do !== "close") return events;
    await work[Symbol.asyncDispose]();
    work = undefined;
    return events;
  };
  let turn: Promise<void> = Promise.resolve();
  channel.on("message", (ask: HandAsk) => {
    turn = turn.then(async () => {
      try {
        say({ say: "done", id: ask.id, events: await take(ask) });
      } catch (error) {
        say({ say: "refused", id: ask.id, ...refusalOf(error) });
      }
    });
  });
  say({ say: "ready" });
}

function refusalOf(error: unknown): Pick<Extract<HandSays, { say: "refused" }>, "code" | "because"> {
  const known = ["FIXTURE_BROKEN", "DRILL_BROKEN", "LEDGER_CORRUPT", "LEDGER_WRITE"] as const;
  const code = error instanceof EarnestError ? known.find((one) => one === error.code) : undefined;
  return { code: code ?? "DRILL_BROKEN", because: reasonOf(error) };
}
