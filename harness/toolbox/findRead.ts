import type { ReadSource, SeenCase } from "../agent.ts";
import { canonicalJson } from "../canonical.ts";
import type { RecordedRead } from "../case.ts";
import type { ToolDesk } from "./toolDesk.ts";

/** An answer of a read tool, and what it rests on. */
export interface FoundRead {
  readonly answer: unknown;
  readonly source: ReadSource;
}

/** What the recording, or a stub of the suite, answers to a read; undefined where neither does. `late`: a write was captured before. */
export function findRead(
  {
    reads,
    desk,
    seen,
    late,
  }: { readonly reads: readonly RecordedRead[]; readonly desk: ToolDesk; readonly seen: SeenCase; readonly late: boolean },
  tool: string,
  args: unknown,
): FoundRead | undefined {
  const wanted = canonicalJson(args ?? null);
  const recorded = reads.find((read) => read.tool === tool && canonicalJson(read.args ?? null) === wanted);
  // After a write that was only captured, the world the recording shows is no longer the one the agent believes in.
  if (recorded !== undefined) return { answer: recorded.answer, source: late ? "counterfactual" : "recorded" };
  const stubbed = desk.stub(tool, args, seen);
  return stubbed === undefined ? undefined : { answer: stubbed.answer, source: late ? "counterfactual" : "stubbed" };
}
