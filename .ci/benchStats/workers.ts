import { once } from "node:events";
import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import type { Stops, Task } from "./simulate.ts";

/** Runs the tasks on all processors and gives their results in the order of the tasks; how many processors there are changes nothing else. */
export async function onAllProcessors(tasks: readonly Task[]): Promise<Stops[]> {
  const results = new Array<Stops>(tasks.length);
  const queue = tasks.entries();
  const work = async (): Promise<void> => {
    const worker = new Worker(new URL("./worker.ts", import.meta.url));
    try {
      for (const [at, task] of queue) {
        worker.postMessage(task);
        // `once` also rejects when the worker throws.
        [results[at]] = (await once(worker, "message")) as [Stops];
      }
    } finally {
      await worker.terminate();
    }
  };
  await Promise.all(Array.from({ length: Math.min(availableParallelism(), tasks.length) }, work));
  return results;
}
