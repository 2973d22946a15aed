import { setTimeout as wait } from "node:timers/promises";
import { EarnestError } from "../errors.ts";
import type { HumanEdit } from "../fixture.ts";
import { callHandler } from "./callHandler.ts";
import type { HandBench } from "./handBench.ts";
import type { Undone } from "./handler.ts";

/** So long an undo waits for a person in its midst: where it holds what the person changes, the change can only come when it is over. */
const WAIT_MS = 150;

/** A person changes what an act touches. Throws DRILL_BROKEN where nobody can, FIXTURE_BROKEN where it fails. */
export async function personEdit(bench: HandBench, act: number, what: "same" | "other"): Promise<HumanEdit> {
  const { handler, params } = bench.acts[act] as HandBench["acts"][number];
  const { fixture } = handler;
  const entity = handler.touches(params)[0];
  if (fixture.edit === undefined || entity === undefined)
    throw new EarnestError(
      "DRILL_BROKEN",
      `nobody can edit what act ${act + 1} touches: ${fixture.edit === undefined ? `the fixture ${fixture.name} has no edit` : "it touches nothing"}`,
    );
  const { use } = await bench.lines.line(1);
  const made = await callHandler(bench.callMs, () => fixture.edit?.(use, entity, what));
  if (made.kind === "answer" && made.value !== undefined) return made.value;
  const because = made.kind === "answer" ? "it says nothing" : made.because;
  throw new EarnestError("FIXTURE_BROKEN", `the edit of ${entity} failed: ${because}`);
}

/** A person who changes what an act changed while its undo is under way, once, when all but `left` of its parts are done. */
export class PersonAmid {
  readonly #bench: HandBench;
  readonly #act: number;
  readonly #left: number;
  #edit: Promise<HumanEdit> | undefined;
  #noted = false;

  constructor(bench: HandBench, act: number, left: number) {
    this.#bench = bench;
    this.#act = act;
    this.#left = left;
  }

  /** Between two parts of the undo; `most`: how many the longest one before had. */
  async between(done: number, most: number): Promise<void> {
    if (this.#edit !== undefined || done < Math.max(1, most - this.#left)) return;
    this.#edit = personEdit(this.#bench, this.#act, "same");
    const patience = new AbortController();
    const late = wait(WAIT_MS, "late", { signal: patience.signal }).catch(() => "late");
    const first = await Promise.race([this.#edit.catch(() => "late"), late]);
    patience.abort();
    if (first !== "late") await this.#note(await this.#edit);
  }

  /** The undo has answered: where it has seen a change that was late, that came first. */
  async answered(outcome: Undone): Promise<void> {
    if (outcome === "conflict" && this.#edit !== undefined) await this.over();
  }

  /** The undo is on record; what was in its way can come now. */
  async over(): Promise<void> {
    if (this.#noted) return;
    // One that was given up to let the undo go on is made again.
    const again = () => personEdit(this.#bench, this.#act, "same");
    await this.#note(await (this.#edit?.catch(again) ?? again()));
  }

  async #note(edit: HumanEdit): Promise<void> {
    this.#noted = true;
    const { journal } = this.#bench;
    await journal.putDurably({ e: "edited", act: this.#act, what: "same", edit, ms: this.#bench.ms() });
  }
}
