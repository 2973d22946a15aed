import { AgentFailure, type Proposal } from "../../agent.ts";
import { messageOf } from "../../errors.ts";
import type { Attempt } from "./attempt.ts";
import { readSaid, replyTo, type Said } from "./messages.ts";
import type { Program } from "./program.ts";
import { quiet } from "./quiet.ts";

/**
 * Puts one case to a program that speaks JSON lines, and answers its calls until it has proposed.
 * Throws an AgentFailure for whatever it does instead; it is then in no known state, and must not be asked again.
 */
export async function converse(program: Program, { seen, toolbox, signal }: Attempt): Promise<Proposal | undefined> {
  const { promise, resolve, reject } = Promise.withResolvers<Said>();
  const fail = (error: unknown) => reject(error);
  const giveUp = () => fail(signal.reason);
  let over = false;
  const take = (text: string) => {
    if (over) throw wentOn();
    const said = readSaid(text);
    if (said.kind === "note") toolbox.note(said.step);
    else if (said.kind === "call") program.write(replyTo(said, toolbox));
    else {
      if (said.case !== undefined && said.case !== seen.id)
        throw new AgentFailure("unusable", "its answer is for another case than the one it was asked about");
      over = true;
      resolve(said);
    }
  };
  let late: unknown;
  program.listen({
    line(text) {
      try {
        take(text);
      } catch (error) {
        if (over) late ??= error;
        fail(failureOf(error));
      }
    },
    fault: (because) => {
      const failure = new AgentFailure("unusable", because);
      if (over) late ??= failure;
      fail(failure);
    },
    gone: (how) => fail(new AgentFailure("crashed", `${how} before it had answered${program.lastWords()}`)),
  });
  signal.addEventListener("abort", giveUp);
  try {
    signal.throwIfAborted();
    program.write(JSON.stringify({ kind: "case", case: seen, tools: toolbox.tools }));
    const said = await promise;
    await quiet(program, signal);
    if (late !== undefined) throw late;
    if (program.talking) throw wentOn();
    return said.kind === "proposal" ? said.proposal : undefined;
  } finally {
    signal.removeEventListener("abort", giveUp);
    program.listen(undefined);
  }
}

function wentOn(): AgentFailure {
  return new AgentFailure("unusable", "it went on talking after its answer");
}

function failureOf(error: unknown): AgentFailure {
  return error instanceof AgentFailure ? error : new AgentFailure("unusable", messageOf(error));
}
