import { serveHand } from "../hand.ts";
import { jarDrill } from "./jarDrills.ts";

// For tests: the program that a hand is. The machine's own clock, which all its processes share.
serveHand({
  find: async (which) => ({ drill: jarDrill(which) }),
  channel: process,
  clock: () => Number(process.hrtime.bigint()) / 1e6,
});
