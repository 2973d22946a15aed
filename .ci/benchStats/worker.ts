import { parentPort } from "node:worker_threads";
import { simulate, type Task } from "./simulate.ts";

// One task in, its stops out; the main thread hands out the next.
parentPort?.on("message", (task: Task) => parentPort?.postMessage(simulate(task)));
