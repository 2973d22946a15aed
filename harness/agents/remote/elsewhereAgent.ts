import { type Agent, type SeenCase, type ToolSpec, vouched } from "../../agent.ts";
import { addressOf, type Elsewhere, openElsewhere } from "./elsewhere.ts";
import { openPasses, type Pass, type Passes, type RemoteHand, type Serve } from "./passes.ts";
import type { WithoutToken } from "./withoutToken.ts";

/** What two agents that run elsewhere differ in. */
export interface ElsewhereAgent<H extends RemoteHand> {
  readonly name: string;
  readonly version: string;
  /** Where each case is posted. */
  readonly url: string;
  /** Name of the environment variable that holds the key it wants. */
  readonly token?: string | undefined;
  /** The path on this machine at which it reaches its attempt, and what answers there. */
  readonly path: string;
  serve(clean: WithoutToken): Serve<H>;
  /** An attempt as what answers there knows it. */
  hand(common: RemoteHand, seen: SeenCase): H;
  /** What is posted for a case, but for the case itself. */
  posted(pass: Pick<Pass, "url" | "token">, tools: readonly ToolSpec[]): object;
}

/** An agent that runs elsewhere: asked by a POST for each case, and let in to its attempt by a token (isolation I1). */
export function elsewhereAgent<H extends RemoteHand>(of: ElsewhereAgent<H>): Agent {
  const { name, version, url, token } = of;
  addressOf(url);
  let open: { readonly server: Elsewhere; readonly passes: Passes<H> } | undefined;
  return vouched({
    name,
    version,
    seam: "tools",
    isolation: "I1",
    elsewhere: true,
    async start({ concurrency }) {
      const server = await openElsewhere({ url, token, concurrency });
      open = { server, passes: await openPasses(of.path, of.serve(server.clean)) };
      return server.wall;
    },
    async propose(seen, toolbox, signal) {
      if (open === undefined) throw new Error("it has not been started");
      const { server, passes } = open;
      // Ended by its answer, by replay's signal, or by a call too many.
      const over = new AbortController();
      using pass = passes.open(of.hand({ toolbox, failed: (failure) => over.abort(failure) }, seen));
      const way = { url: pass.url, token: pass.token };
      const message = { kind: "case", case: seen, ...of.posted(way, toolbox.tools) };
      return await server.ask(message, seen, AbortSignal.any([signal, over.signal]));
    },
    async stop() {
      await open?.passes.close();
      await open?.server.close();
      open = undefined;
    },
  });
}
