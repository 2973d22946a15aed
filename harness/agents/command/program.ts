import { type ChildProcess, spawn } from "node:child_process";
import type { Readable, Writable } from "node:stream";
import { messageOf } from "../../errors.ts";
import { shorten, visibleLine } from "../../words.ts";
import { type LineEars, Lines } from "./lines.ts";

/** A command line as it is really run. */
export interface Launch {
  readonly file: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
}

/** Who listens to a program at the moment. */
export interface ProgramEars extends LineEars {
  /** It has ended; `how` is a sentence about it, `code` its exit code where it has one. */
  gone(how: string, code: number | null): void;
}

const LONGEST_LINE = 16 * 2 ** 20;
const LONGEST_REPORT = 64 * 2 ** 10;
const LAST_WORDS = 4_000;
const LAST_LINES = 5;
const LONGEST_WORDS = 300;
/** Milliseconds a program has to end by itself once nobody will ask it anything more. */
const GRACE = 500;
/** A grandchild may hold the pipes open longer than the program lives. */
const DRAIN = 500;

/** JSON lets them stand in a text as they are, and the line readers of some languages, Node's own among them, end a line there. */
const LINE_ENDS = /[\u0085\u2028\u2029]/g;

/** A running program that speaks lines: its input with backpressure, its output in bounds, its last words, and its sure end. */
export class Program {
  /** Settles when the operating system has started it; never where it could not. */
  readonly spawned: Promise<void>;
  /** Settles when it is gone, whatever ended it. */
  readonly ended: Promise<void>;
  readonly #child: ChildProcess;
  readonly #stdin: Writable;
  readonly #stdout: Readable;
  readonly #lines: Lines;
  #ears: ProgramEars | undefined;
  #idle: (line: string) => void;
  #gone: { readonly how: string; readonly code: number | null } | undefined;
  #tail = Buffer.alloc(0);
  #reports = 0;

  /** `report` hears what comes over the third pipe, `stray` what it says while nobody listens. */
  constructor(launch: Launch, report: (line: string) => void, stray: (line: string) => void) {
    this.#idle = stray;
    const child = spawn(launch.file, launch.args, {
      cwd: launch.cwd,
      env: launch.env,
      stdio: ["pipe", "pipe", "pipe", "pipe"],
      // A group of its own can be ended as a whole.
      detached: true,
    });
    this.#child = child;
    const [stdin, stdout, stderr, reports] = child.stdio as unknown as [Writable, Readable, Readable, Readable];
    this.#stdin = stdin;
    this.#stdout = stdout;
    // Writing to a program that is gone is told by its end, not by this.
    for (const stream of [stdin, stdout, stderr, reports]) stream.on("error", () => undefined);
    const said = new Lines(LONGEST_LINE, { line: (line) => this.#said(line), fault: (because) => this.#fault(because) });
    this.#lines = said;
    stdout.on("data", (chunk: Buffer) => said.push(chunk));
    stderr.on("data", (chunk: Buffer) => {
      this.#tail = Buffer.concat([this.#tail, chunk]).subarray(-LAST_WORDS);
    });
    const reported = new Lines(LONGEST_REPORT, { line: report, fault: () => report("") });
    reports.on("data", (chunk: Buffer) => {
      this.#reports++;
      reported.push(chunk);
    });
    this.spawned = new Promise((resolve) => child.once("spawn", resolve));
    this.ended = new Promise((resolve) => {
      const end = (how: string, code: number | null = null) => {
        if (this.#gone !== undefined) return;
        said.end();
        reported.end();
        this.#gone = { how, code };
        this.#ears?.gone(how, code);
        for (const stream of [stdin, stdout, stderr, reports]) stream.destroy();
        resolve();
      };
      child.on("error", (error) => {
        if (child.pid === undefined) end(`it could not be started: ${messageOf(error)}`);
      });
      child.on("exit", (code, signal) => {
        const how = signal === null ? `it ended with exit code ${code}` : `it was ended by ${signal}`;
        this.kill();
        const timer = setTimeout(() => end(how, code), DRAIN);
        child.once("close", () => {
          clearTimeout(timer);
          end(how, code);
        });
      });
    });
  }

  get alive(): boolean {
    return this.#gone === undefined && this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** From now on these ears hear it; undefined: nobody does. */
  listen(ears: ProgramEars | undefined): void {
    this.#ears = ears;
    if (this.#gone !== undefined) ears?.gone(this.#gone.how, this.#gone.code);
  }

  /** What it does not read makes it wait: it is not read from either until it does. */
  write(line: string): void {
    if (!this.#stdin.writable) return;
    if (this.#stdin.write(`${line.replace(LINE_ENDS, escaped)}\n`)) return;
    this.#stdout.pause();
    this.#stdin.once("drain", () => this.#stdout.resume());
  }

  /** Is it in the middle of a line? */
  get talking(): boolean {
    return this.#lines.begun;
  }

  /** How many times something came over the third pipe. */
  get reports(): number {
    return this.#reports;
  }

  /** What it wrote to stderr so far is of no case that comes now. */
  forgetWords(): void {
    this.#tail = Buffer.alloc(0);
  }

  /** The end of what it wrote to stderr, fit to be read by a person: empty, or a clause to put after a sentence. */
  lastWords(): string {
    const lines = this.#tail
      .toString("utf8")
      .split("\n")
      .map(visibleLine)
      .filter((line) => line !== "");
    const words = lines.slice(-LAST_LINES).join(" / ");
    if (words === "") return "";
    return `; its last words: ${words.length > LONGEST_WORDS ? `…${words.slice(-LONGEST_WORDS)}` : words}`;
  }

  /** Ends it now, with all that it started. */
  kill(): void {
    const { pid } = this.#child;
    if (pid === undefined || this.#gone !== undefined) return;
    try {
      process.kill(-pid, "SIGKILL");
    } catch (error) {
      // Gone already is what was wanted.
      if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
    }
  }

  /** Lets it end by itself, and ends it where it does not. */
  async close(): Promise<void> {
    this.#idle = () => undefined;
    this.#stdin.end();
    const timer = setTimeout(() => this.kill(), GRACE);
    await this.ended;
    clearTimeout(timer);
  }

  #said(line: string): void {
    if (this.#ears === undefined) this.#idle(line);
    else this.#ears.line(line);
  }

  #fault(because: string): void {
    if (this.#ears === undefined) this.#idle(shorten(because, LONGEST_WORDS));
    else this.#ears.fault(because);
  }
}

function escaped(end: string): string {
  return `\\u${end.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
