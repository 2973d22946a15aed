import { shelfDrill } from "./shelfDrill.ts";
import { ShelfRuns } from "./shelfRuns.ts";

// For tests: a process that drills, and is killed while one of its hands hangs. Says which processes it started.
const runs = await ShelfRuns.start();
const hanging = { box: "B0", grams: 1, applying: "hang" };
const drill = shelfDrill("keeps promises", async (desk) => {
  const applying = desk.apply();
  process.send?.({ dir: runs.dir, pids: runs.children.map(({ pid }) => pid) });
  await applying;
});
await runs.run(drill, [hanging], { callMs: 600_000 });
