import { serveHand } from "../hand.ts";
import { rackDrill } from "./racks.ts";

// For tests: the program that a hand is. The machine's own clock, which all its processes share.
serveHand({
  find: async (which) => ({ drill: rackDrill(which) }),
  channel: process,
  clock: () => Number(process.hrtime.bigint()) / 1e6,
});
