import { existsSync } from "node:fs";
import { join } from "node:path";
import { sha256 } from "../canonical.ts";
import { Cassette } from "../cassette/cassette.ts";
import { bodyOf } from "../cassette/exchange.ts";

/** The answers of models that a run's folder keeps. Dispose of it when done. */
export interface KeptAnswers extends AsyncDisposable {
  /** Null where the folder keeps none. */
  readonly cassette: string | null;
  /** How many answers it holds. */
  readonly answers: number;
  /** The digest of the answer under a key; undefined where there is none. */
  digestOf(key: string): string | undefined;
}

/** Opens a run's own cassette, checking its chain from end to end. Throws CASSETTE_CORRUPT with file and line. */
export function keptAnswers(dir: string): KeptAnswers {
  const folder = join(dir, "cassette");
  if (!existsSync(folder)) {
    return { cassette: null, answers: 0, digestOf: () => undefined, [Symbol.asyncDispose]: async () => undefined };
  }
  let answers = 0;
  const cassette = Cassette.play(folder, () => answers++);
  return {
    cassette: folder,
    answers,
    digestOf(key) {
      const exchange = cassette.find(key);
      return exchange === undefined ? undefined : sha256(bodyOf(exchange));
    },
    [Symbol.asyncDispose]: () => cassette.close(),
  };
}
