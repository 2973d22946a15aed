import { count, many } from "../../words.ts";

const EVERY_MS = 200;
const LINE_MS = 30_000;
const LINE_LEAST_MS = 1_000;
const BAR = 24;

/** How drills are going, on stderr: redrawn in place on a terminal, elsewhere a line each 5 % or 30 seconds. */
export class DrillProgress {
  readonly #total: number;
  readonly #clock: () => number;
  readonly #began: number;
  #done = 0;
  #broken = 0;
  #drawn = false;
  #last: number;
  #step = 0;

  constructor(total: number, clock: () => number) {
    this.#total = total;
    this.#clock = clock;
    this.#began = clock();
    this.#last = this.#began;
  }

  /** One more is done; `held` is null for a negative control. */
  see(held: boolean | null): void {
    this.#done++;
    if (held === false) this.#broken++;
    const now = this.#clock();
    const since = now - this.#last;
    const over = this.#done === this.#total;
    const seconds = Math.max(0.001, (now - this.#began) / 1000);
    const left = Math.round((seconds / this.#done) * (this.#total - this.#done));
    if (process.stderr.isTTY && process.env["TERM"] !== "dumb") {
      if (since < EVERY_MS && !over) return;
      this.clear();
      const full = Math.round((this.#done / this.#total) * BAR);
      const broken = this.#broken === 0 ? "" : `   ${count(this.#broken)} not met`;
      process.stderr.write(
        `  ${"█".repeat(full)}${"░".repeat(BAR - full)}  ${count(this.#done)} of ${many(this.#total, "drill")}   ${left} s left${broken}\n`,
      );
      this.#drawn = true;
    } else {
      const step = Math.floor((this.#done / this.#total) * 20);
      if (!over && (since < LINE_LEAST_MS || (step === this.#step && since < LINE_MS))) return;
      this.#step = step;
      const share = Math.floor((this.#done / this.#total) * 100);
      process.stderr.write(`drill ${share}% ${this.#done}/${this.#total} eta=${left}s notmet=${this.#broken}\n`);
    }
    this.#last = now;
  }

  /** Takes the drawing off the terminal. */
  clear(): void {
    if (this.#drawn) process.stderr.write("\u001b[1A\u001b[J");
    this.#drawn = false;
  }
}
