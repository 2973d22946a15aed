import { type ChildProcess, spawn } from "node:child_process";
import { constants } from "node:os";
import type { Duplex } from "node:stream";
import { shorten, visibleLine } from "../words.ts";
import { FrameReader, frameOf } from "./child/frames.ts";
import type { ToChild } from "./child/messages.ts";
import { type FromChild, readFrame } from "./fromChild.ts";
import type { Launch } from "./tryWall.ts";

/** Who listens to a child. */
export interface Ears {
  message(message: FromChild): void;
  /** It has ended, for whatever reason; nothing comes after this. */
  ended(because: string): void;
}

const TAIL = 2_000;
const LONGEST_REASON = 300;
/** A program inside may keep the pipes of its dead parent open. */
const LINGER = 1_000;

/** A child behind the wall and the channel to it. What it says is checked, what it prints is drained, and only its last words are kept. */
export class SealedProcess {
  readonly #child: ChildProcess;
  readonly #channel: Duplex;
  readonly #ears: Ears;
  readonly #ended = Promise.withResolvers<void>();
  #waiting: string[] = [];
  #tail = "";
  #because: string | undefined;
  #over = false;

  constructor(launch: Launch, ears: Ears) {
    this.#ears = ears;
    this.#child = spawn(launch.file, launch.args, {
      cwd: launch.folder ?? "/",
      env: launch.env ?? {},
      stdio: ["ignore", "pipe", "pipe", "pipe"],
    });
    this.#channel = this.#child.stdio[3] as Duplex;
    const frames = new FrameReader();
    this.#channel.on("data", (part: Buffer) => this.#hear(frames, part)).on("error", () => undefined);
    this.#child.stdout?.resume();
    this.#child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      this.#tail = (this.#tail + text.slice(-TAIL)).slice(-TAIL);
    });
    this.#child.on("error", (error) => this.#end(`it cannot be started: ${error.message}`));
    this.#child.on("exit", (code, signal) => {
      const late = setTimeout(() => this.#destroy(), LINGER);
      this.#child.once("close", () => {
        clearTimeout(late);
        this.#end(`its process ended (${signal ?? signalOf(code) ?? `exit code ${code}`})`);
      });
    });
  }

  /** Messages of one turn leave together. */
  post(message: ToChild): void {
    if (this.#waiting.push(JSON.stringify(message)) === 1) setImmediate(() => this.#flush());
  }

  /** Settles when the child has taken what was posted, as far as its pipe holds it. */
  async drained(): Promise<void> {
    if (this.#over || !this.#channel.writableNeedDrain) return;
    await new Promise<void>((resolve) => {
      const done = () => {
        this.#channel.off("drain", done).off("close", done);
        resolve();
      };
      this.#channel.on("drain", done).on("close", done);
    });
  }

  /** What it wrote to stderr so far is of nothing that is posted from now on. */
  forgetWords(): void {
    // What it wrote before its last message lies in the pipe already, and is read in this turn.
    setImmediate(() => {
      this.#tail = "";
    });
  }

  /** Ends it for a reason; settles when it is gone, with all that it has started. */
  async kill(because: string): Promise<void> {
    this.#because ??= because;
    this.#child.kill("SIGKILL");
    await this.#ended.promise;
  }

  #flush(): void {
    const messages = this.#waiting;
    this.#waiting = [];
    if (!this.#over) this.#channel.write(frameOf(messages));
  }

  #hear(frames: FrameReader, part: Buffer): void {
    // What it had sent before it was to be ended is nobody's any more.
    if (this.#because !== undefined) return;
    try {
      for (const frame of frames.read(part)) {
        const messages = readFrame(frame);
        if (messages === undefined) return this.#refuse("it wrote to its channel what is no message");
        for (const message of messages) this.#ears.message(message);
      }
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      this.#refuse("it wrote to its channel without end");
    }
  }

  #refuse(because: string): void {
    void this.kill(because);
  }

  #destroy(): void {
    this.#channel.destroy();
    this.#child.stdout?.destroy();
    this.#child.stderr?.destroy();
  }

  #end(because: string): void {
    if (this.#over) return;
    this.#over = true;
    this.#channel.destroy();
    const words = visibleLine(this.#tail).trim();
    const reason = this.#because ?? (words === "" ? because : `${because}: ${shorten(words, LONGEST_REASON)}`);
    this.#ears.ended(reason);
    this.#ended.resolve();
  }
}

/** A sandbox tells of the signal that ended its program as a shell does: 128 and its number. */
function signalOf(code: number | null): string | undefined {
  return Object.entries(constants.signals).find(([, number]) => code === 128 + number)?.[0];
}
