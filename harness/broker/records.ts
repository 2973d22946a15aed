import { join, resolve } from "node:path";
import { Cassette } from "../cassette/cassette.ts";
import type { Exchange } from "../cassette/exchange.ts";
import { EarnestError } from "../errors.ts";
import { many } from "../words.ts";

/** Play a cassette or stop; play what it holds and add the rest to it; or leave it alone. */
export type ReplayMode = "strict" | "record" | "off";

export interface RecordsOptions {
  /** The folder of the run. */
  readonly dir: string;
  readonly cassette?: { readonly path: string; readonly replay: ReplayMode } | undefined;
  notice(text: string): void;
}

/** The cassette of a run's own folder, which keeps everything, and the one that was given to be played. */
export class Records {
  readonly strict: boolean;
  readonly #own: Cassette;
  readonly #given: Cassette | undefined;

  private constructor(own: Cassette, given: Cassette | undefined, strict: boolean) {
    this.#own = own;
    this.#given = given;
    this.strict = strict;
  }

  /** Opens both; `earlier` is handed what this run was told before it was cut off. */
  static async open({ dir, cassette, notice }: RecordsOptions, earlier: (exchange: Exchange) => void): Promise<Records> {
    const place = join(dir, "cassette");
    const replay = cassette?.replay ?? "off";
    if (cassette !== undefined && replay !== "off" && resolve(cassette.path) === resolve(place)) {
      throw new EarnestError("USAGE", "a run cannot play the cassette that it is recording", {
        next: "Resume the run without --cassette: what it was told before is played anyway",
      });
    }
    const strict = replay === "strict";
    // First what may be missing or corrupt, so that a refusal leaves nothing behind.
    const given = cassette === undefined || replay === "off" ? undefined : await openGiven(cassette.path, strict);
    const own = await Cassette.record(place, earlier).catch(async (error: unknown) => {
      await given?.abandon();
      throw error;
    });
    for (const { dir: file, torn } of [own, ...(given === undefined ? [] : [given])]) {
      if (torn > 0)
        notice(`The cassette in ${file} was cut off while it was written: its last ${many(torn, "byte")} are left out`);
    }
    return new Records(own, given, strict);
  }

  /** What is on record under this key, and whether this very run put it there. */
  find(key: string): { readonly exchange: Exchange; readonly ours: boolean } | undefined {
    const own = this.#own.find(key);
    if (own !== undefined) return { exchange: own, ours: true };
    const exchange = this.#given?.find(key);
    return exchange === undefined ? undefined : { exchange, ours: false };
  }

  /** Keeps what a model answered live. */
  async keep(exchange: Exchange): Promise<void> {
    await this.#own.keep(exchange);
    if (!this.strict) await this.#given?.keep(exchange);
  }

  /** Keeps, in the run's own folder, what another cassette answered. */
  async keepPlayed(exchange: Exchange): Promise<void> {
    await this.#own.keep({ ...exchange, played: true });
  }

  async close(): Promise<void> {
    try {
      await this.#given?.close();
    } finally {
      await this.#own.close();
    }
  }
}

async function openGiven(path: string, strict: boolean): Promise<Cassette> {
  return strict ? Cassette.play(path) : Cassette.record(path);
}
