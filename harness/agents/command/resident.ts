import { z } from "zod";
import type { ModelHost, World } from "../../agent.ts";
import type { Worker } from "./crew.ts";
import { type Gateway, type InHand, openGateway } from "./gateway.ts";
import { type Launch, Program } from "./program.ts";

/** What comes over the third pipe: what was attempted, or how the start went. */
const reportSchema = z.union([
  z.strictObject({ kind: z.string().min(1).max(40), target: z.string().max(1_000) }),
  z.strictObject({ started: z.boolean(), because: z.string().optional() }),
]);

/** What the programs of a run do that is worth a word to whoever runs them, and only one. */
export interface Tell {
  /** One said something while it was asked nothing, and was ended. */
  strayed(): void;
  /** One called a model where the suite names none. */
  unnamed(): void;
  /** One called its model while it had no case in hand. */
  late(): void;
}

export interface ResidentOptions {
  readonly world: World;
  /** Where its way out is: a Unix socket, or any port of the loopback. */
  readonly door: string | 0;
  readonly key?: string | undefined;
  /** Is there something in front of the program that reports its start? */
  readonly reportsStart: boolean;
  /** What is to be said once to whoever runs it. */
  readonly tell: Tell;
  readonly models?: readonly ModelHost[] | undefined;
  /** Its command line, once the address of its way out is known. */
  launch(origin: string): Launch;
}

/** A running program with its way out, and the attempt it has in hand. */
export class Resident implements Worker {
  readonly program: Program;
  /** The attempt it has in hand; what it does while there is none belongs to the run. */
  hand: InHand | undefined;
  /** Cases it has answered. */
  served = 0;
  readonly #world: World;
  readonly #told: () => void;
  readonly #gateway: Gateway;
  /** Why it could not be started; null where it did start. */
  readonly #began = Promise.withResolvers<string | null>();
  #strayed = false;

  private constructor(gateway: Gateway, { world, launch, tell, reportsStart }: ResidentOptions) {
    this.#world = world;
    this.#told = tell.strayed;
    this.#gateway = gateway;
    this.program = new Program(
      launch(gateway.origin),
      (line) => this.#reported(line),
      () => this.#strays(),
    );
    if (!reportsStart) void this.program.spawned.then(() => this.#began.resolve(null));
    void this.program.ended.then(() => this.#began.resolve(`it ended at once${this.program.lastWords()}`));
  }

  /** Starts a program and what listens to it. */
  static async start(options: ResidentOptions): Promise<Resident> {
    // The gateway asks for the attempt in hand only when a request comes, and then there is a resident.
    const box: { resident?: Resident } = {};
    const gateway = await openGateway({
      at: options.door,
      key: options.key,
      models: options.models ?? [],
      unnamed: options.tell.unnamed,
      late: options.tell.late,
      inHand: () => box.resident?.hand,
      breach: (kind, target) => options.world.breach(kind, target),
    });
    try {
      box.resident = new Resident(gateway, options);
      return box.resident;
    } catch (error) {
      await gateway.close();
      throw error;
    }
  }

  get began(): Promise<string | null> {
    return this.#began.promise;
  }

  get alive(): boolean {
    return this.program.alive && !this.#strayed;
  }

  kill(): void {
    this.program.kill();
  }

  async close(): Promise<void> {
    await this.program.close();
    await this.#gateway.close();
  }

  #reported(line: string): void {
    const read = reportSchema.safeParse(parsed(line));
    if (!read.success) return this.#breach("unknown", "it wrote something unreadable where its attempts are listed");
    if ("started" in read.data) this.#began.resolve(read.data.started ? null : (read.data.because ?? "no reason was given"));
    else this.#breach(read.data.kind, read.data.target);
  }

  #breach(kind: string, target: string): void {
    if (this.hand === undefined) this.#world.breach(kind, target);
    else this.hand.toolbox.breach(kind, target);
  }

  /** Its next words would be taken for the answer to another case. */
  #strays(): void {
    if (this.#strayed) return;
    this.#strayed = true;
    this.kill();
    this.#told();
  }
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    // Its form is judged by the schema, which nothing that was no JSON fits.
    return undefined;
  }
}
