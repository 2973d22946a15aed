import { randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { AgentFailure, WatchedToolbox } from "../../agent.ts";
import { messageOf } from "../../errors.ts";
import { bodyOf } from "../bodyOf.ts";

/** An attempt that somebody elsewhere has in hand. */
export interface RemoteHand {
  readonly toolbox: WatchedToolbox;
  /** The attempt is over, whatever they make of it. */
  failed(failure: AgentFailure): void;
}

/** What lets its bearer speak for one attempt, for as long as that lasts. */
export interface Pass extends Disposable {
  readonly url: string;
  readonly token: string;
}

/** The loopback server of a run: one address for all attempts, which differ by their tokens. */
export interface Passes<H extends RemoteHand> {
  open(hand: H): Pass;
  close(): Promise<void>;
}

/** Answers a request that carried the token of an attempt; what it throws is told to the bearer. */
export type Serve<H extends RemoteHand> = (
  hand: H,
  request: IncomingMessage,
  response: ServerResponse,
  body: string,
) => Promise<void>;

/** Opens a server that only this machine can reach, and in which every attempt is behind a token of its own. */
export async function openPasses<H extends RemoteHand>(path: string, serve: Serve<H>): Promise<Passes<H>> {
  const hands = new Map<string, H>();
  // Loaded here: it brings much along, and most processes that load this file serve nobody.
  const { createServer } = await import("node:http");
  const server = createServer((request, response) => {
    admit(request, response).catch((error: unknown) => {
      if (response.headersSent) response.destroy();
      else say(response, 500, { kind: "refused", because: messageOf(error) });
    });
  });
  async function admit(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const hand = hands.get(/^Bearer (.+)$/.exec(request.headers.authorization ?? "")?.[1] ?? "");
    // A late call of an attempt that is over must not reach another one.
    if (hand === undefined || request.url !== path)
      return say(response, 401, { kind: "refused", because: "this token is of no attempt that is under way" });
    const body = await bodyOf(request);
    if (body === undefined) return say(response, 413, { kind: "refused", because: "the message is too large" });
    await serve(hand, request, response, body);
  }
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`;
  return {
    open(hand) {
      // A secret, made where it is needed: it decides nothing, and stands in no record.
      const token = randomBytes(24).toString("base64url");
      hands.set(token, hand);
      return { url, token, [Symbol.dispose]: () => hands.delete(token) };
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Answers with JSON. */
export function say(response: ServerResponse, status: number, message: object): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(message));
}
