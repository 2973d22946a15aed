import { type Agent, AgentFailure } from "../agent.ts";
import { messageOf } from "../errors.ts";
import { readSaid, replyTo } from "./command/messages.ts";
import { elsewhereAgent } from "./remote/elsewhereAgent.ts";
import { type RemoteHand, type Serve, say } from "./remote/passes.ts";
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
  return elsewhereAgent<RemoteHand>({
    name,
    version,
    url,
    token,
    path: "/call",
    serve: answerCall,
    hand: (common) => common,
    posted: (calls, tools) => ({ tools, calls }),
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
