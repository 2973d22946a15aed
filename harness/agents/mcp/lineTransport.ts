import type { Transport } from "@modelcontextprotocol/sdk/shared/transport.js";
import { type JSONRPCMessage, JSONRPCMessageSchema } from "@modelcontextprotocol/sdk/types.js";
import { AgentFailure } from "../../agent.ts";
import { jsonOf } from "../command/messages.ts";
import type { Program } from "../command/program.ts";

/** What became of a client that has come to an end, or of one that must be ended. */
export interface LineTransportEars {
  gone(how: string, code: number | null): void;
  failed(failure: AgentFailure): void;
}

/** MCP over the pipes of a program, in the bounds that every program's lines have. */
export class LineTransport implements Transport {
  onmessage?: (message: JSONRPCMessage) => void;
  onclose?: () => void;
  readonly #program: Program;
  readonly #ears: LineTransportEars;

  constructor(program: Program, ears: LineTransportEars) {
    this.#program = program;
    this.#ears = ears;
  }

  async start(): Promise<void> {
    this.#program.listen({
      line: (text) => this.#take(text),
      fault: (because) => this.#ears.failed(new AgentFailure("unusable", because)),
      gone: (how, code) => this.#ears.gone(how, code),
    });
  }

  async send(message: JSONRPCMessage): Promise<void> {
    this.#program.write(JSON.stringify(message));
  }

  async close(): Promise<void> {
    this.#program.listen(undefined);
    this.onclose?.();
  }

  #take(text: string): void {
    try {
      const read = JSONRPCMessageSchema.safeParse(jsonOf(text));
      if (!read.success) throw new AgentFailure("unusable", "what it said is not a message of the Model Context Protocol");
      this.onmessage?.(read.data);
    } catch (error) {
      this.#ears.failed(error as AgentFailure);
    }
  }
}
