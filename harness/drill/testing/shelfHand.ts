import { serveHand } from "../hand.ts";
import { shelfDrill } from "./shelfDrill.ts";

// For tests: the program that a hand is. The machine's own clock, which all its processes share.
serveHand({
  find: async (which) => ({ drill: shelfDrill(which, async () => undefined) }),
  channel: process,
  clock: () => Number(process.hrtime.bigint()) / 1e6,
});
