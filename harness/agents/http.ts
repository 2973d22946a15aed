import { type Agent, AgentFailure, vouched } from "../agent.ts";
import { messageOf } from "../errors.ts";
import { readSaid, replyTo } from "./command/messages.ts";
import { addressOf, type Elsewhere, openElsewhere } from "./remote/elsewhere.ts";
import { openPasses, type Passes, type RemoteHand, type Serve, say } from "./remote/passes.ts";
import { remoteAttempt } from "./remote/remoteAttempt.ts";
import type { WithoutToken } from "./remote/withoutToken.ts";

/** How an agent that runs elsewhere is asked; see `http`. */
export interface HttpOptions {
  readonly name: string;
  readonly version: string;
  /** Name of the environment variable that holds the key it wants, sent as a bearer token. */
  readonly token?: string;
}

/**
 * An agent that runs elsewhere, as a server: each case is a POST to it, its tools are called at an address of this machine that
 * the case names, and its answer is a proposal. What else it does cannot be seen (isolation I1). `start` throws
 * ENDPOINT_UNREACHABLE and KEY_MISSING.
 */
export function http(url: string, { name, version, token }: HttpOptions): Agent {
  addressOf(url);
  let open: { readonly server: Elsewhere; readonly passes: Passes<RemoteHand> } | undefined;
  return vouched({
    name,
    version,
    seam: "tools",
    isolation: "I1",
    elsewhere: true,
    async start({ concurrency }) {
      const server = await openElsewhere({ url, token, concurrency });
      open = { server, passes: await openPasses("/call", answerCall(server.clean)) };
      return server.wall;
    },
    async propose(seen, toolbox, signal) {
      if (open === undefined) throw new Error("it has not been started");
      const { server, passes } = open;
      return await remoteAttempt(
        passes,
        toolbox,
        signal,
        (hand) => hand,
        ({ url: at, token: bearer }, until) =>
          server.ask({ kind: "case", case: seen, tools: toolbox.tools, calls: { url: at, token: bearer } }, seen, until),
      );
    },
    async stop() {
      await open?.passes.close();
      await open?.server.close();
      open = undefined;
    },
  });
}

const answerCall: (clean: WithoutToken) => Serve<RemoteHand> =
  (clean) =>
  async ({ toolbox, failed }, _request, response, body) => {
    try {
      const said = readSaid(clean.text(body), clean.data);
      if (said.kind === "call") response.writeHead(200, { "content-type": "application/json" }).end(replyTo(said, toolbox));
      else if (said.kind === "note") {
        toolbox.note(said.step);
        response.writeHead(204).end();
      } else say(response, 400, { kind: "refused", because: "a proposal is the answer to the case, not a call" });
    } catch (error) {
      // A message that cannot be read is refused and the agent goes on; what ends the attempt, ends it here as well.
      if (error instanceof AgentFailure && error.code !== "unusable") failed(error);
      say(response, 400, { kind: "refused", because: messageOf(error) });
    }
  };
