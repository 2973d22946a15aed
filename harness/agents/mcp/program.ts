import { AgentFailure } from "../../agent.ts";
import type { Attempt } from "../command/attempt.ts";
import type { Program } from "../command/program.ts";
import { quiet } from "../command/quiet.ts";
import { caseServer } from "./caseServer.ts";
import { LineTransport } from "./lineTransport.ts";

/** Serves one case to a program that is an MCP client, until the program ends. Its writes are its proposal. */
export async function serveProgram(program: Program, { seen, toolbox, signal }: Attempt): Promise<undefined> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const giveUp = () => reject(signal.reason);
  signal.addEventListener("abort", giveUp);
  const server = caseServer({ seen, toolbox, failed: reject });
  const transport = new LineTransport(program, {
    failed: reject,
    gone(how, code) {
      if (code === 0) resolve();
      else reject(new AgentFailure("crashed", `${how} before it was done${program.lastWords()}`));
    },
  });
  try {
    signal.throwIfAborted();
    await server.connect(transport);
    await promise;
    await quiet(program, signal);
  } finally {
    signal.removeEventListener("abort", giveUp);
    await server.close();
  }
}
