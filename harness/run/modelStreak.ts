import { EarnestError } from "../errors.ts";
import type { Observation } from "../replay.ts";
import { many } from "../words.ts";

/** So many cases in a row that came to nothing because of the model are no longer bad luck. */
const MOST = 10;

/**
 * Cases that came to nothing because of the model, kept off the record until another case shows that the model answers at all: a wrong path,
 * a quota that is used up or a host that died is nothing the agent did. A run in which they go on and on is halted, and they are asked again later.
 */
export class ModelStreak {
  readonly #held: (() => Promise<void>)[] = [];
  readonly #halt: (error: EarnestError) => void;
  #because = "";

  constructor(halt: (error: EarnestError) => void) {
    this.#halt = halt;
  }

  /** Puts a case on record by `record`, now, later or never. */
  async take(observations: readonly Observation[], record: () => Promise<void>): Promise<void> {
    const failed = observations.find((one) => one.kind === "failed" && one.code === "model-error");
    if (failed === undefined) {
      await this.#letGo();
      return record();
    }
    if (failed.kind === "failed") this.#because = failed.because;
    this.#held.push(record);
    if (this.#held.length >= MOST) this.#end();
  }

  /** After the last case. `answered`: has any case of the run shown that the model answers? */
  async finish(answered: boolean): Promise<void> {
    if (answered) await this.#letGo();
    else if (this.#held.length > 0) this.#end();
  }

  async #letGo(): Promise<void> {
    for (const record of this.#held.splice(0)) await record();
  }

  #end(): void {
    const { length } = this.#held;
    this.#held.length = 0;
    this.#halt(
      new EarnestError(
        "ENDPOINT_UNREACHABLE",
        `${many(length, "case")} in a row came to nothing because of the model; the last: ${this.#because}`,
        { next: "See that base URL, model and quota are right; these cases are not on record, and --resume asks them again" },
      ),
    );
  }
}
