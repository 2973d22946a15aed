import type { Fault } from "../faults.ts";
import { type Called, callHandler } from "./callHandler.ts";
import type { HandBench } from "./handBench.ts";
import type { PersonAmid } from "./personEdit.ts";

interface Call {
  readonly phase: Fault["phase"];
  readonly act: number;
  readonly line: 0 | 1;
  /** Comes between two parts of it. */
  readonly person?: PersonAmid | undefined;
}

/**
 * Calls a handler about an act over a line, with what strikes it: before it, in the midst of it, or when it is done. What it answers although
 * its line broke before it was done counts: it has seen that itself.
 */
export async function struckCall<T>(
  bench: HandBench,
  { phase, act, line, person }: Call,
  call: (use: unknown, signal: AbortSignal) => T | Promise<T>,
): Promise<Called<T>> {
  const before = await bench.strike(phase, act, "before");
  if (before === "error") return { kind: "threw", because: "an error came instead of the call" };
  if (before === "disconnect" && !(await bench.lines.cut(line))) return { kind: "threw", because: "there was no line" };
  const stop = new AbortController();
  if (before === "timeout") stop.abort();
  const { handler } = bench.acts[act] as HandBench["acts"][number];
  const due = bench.due(phase, act, "during");
  const parts = bench.partsOf(handler, phase);
  const when = due?.after ?? Math.max(1, parts.most - 1);
  let midst: Promise<Fault["kind"] | undefined> | undefined;
  const strike = async (done: number): Promise<void> => {
    await person?.between(done, parts.most);
    parts.most = Math.max(parts.most, done + 1);
    if (due === undefined || midst !== undefined || done < when) return;
    midst = bench.strike(phase, act, "during");
    if ((await midst) === "disconnect") await bench.lines.cut(line);
  };
  const called = await callHandler(
    bench.callMs,
    async (signal) => {
      const { use, between } = await bench.lines.line(line);
      if (between === undefined) await person?.between(Number.POSITIVE_INFINITY, 0);
      between?.(strike);
      try {
        return await call(use, signal);
      } finally {
        between?.(null);
      }
    },
    stop,
  );
  const during = await midst;
  const after = (await bench.strike(phase, act, "after-effect")) ?? (await bench.strike(phase, act, "during"));
  if (after === "disconnect") await bench.lines.cut(line);
  if ([before, during, after].includes("disconnect")) await bench.lines.hangUp(line);
  return after !== undefined && called.kind === "answer" ? { kind: "threw", because: "its answer was lost" } : called;
}
