import { spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";

/** A review app over made-up cases, in a process of its own; `sides` says of each item where the agent stands. */
export interface ReviewApp extends Disposable {
  readonly url: string;
  readonly sides: readonly ("left" | "right")[];
  /** Is an item of the half that a classifier is asked about? There each decision stands once on either hand. */
  readonly asked: readonly boolean[];
}

/** Serves pairs that differ and pairs that agree; with `leak` the agent sets a field that people never set. */
export async function reviewApp(differ: number, agree = 0, leak = false): Promise<ReviewApp> {
  const script = join(import.meta.dirname, "../../harness/cli/testing/servedReview.ts");
  const node = join(import.meta.dirname, "../../node_modules/.bin/node");
  const child = spawn(node, [script, String(differ), String(agree), leak ? "1" : "0"], { stdio: ["pipe", "pipe", "inherit"] });
  for await (const line of createInterface({ input: child.stdout })) {
    const given = JSON.parse(line) as Omit<ReviewApp, typeof Symbol.dispose>;
    return { ...given, [Symbol.dispose]: () => child.stdin.end() };
  }
  throw new Error("the review app did not start");
}
