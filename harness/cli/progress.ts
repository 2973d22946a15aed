import type { EvidenceCount } from "../evidence/evidenceCount.ts";
import { compareUnder } from "../policy.ts";
import { countFor } from "../run/countFor.ts";
import { InOrder, type Placed } from "../run/inOrder.ts";
import type { Progress } from "../run/observe.ts";
import type { ReadySuite } from "../suite.ts";
import { count, many, percent, percentDown, percentUp, shorten, visibleLine } from "../words.ts";

const EVERY_MS = 200;
const LINE_MS = 30_000;
const LINE_LEAST_MS = 1_000;
const BAR = 24;
const TYPES = 5;

/** How a run is going, on stderr: redrawn in place on a terminal, elsewhere a line each 5 % or 30 seconds. No verdict while it runs. */
export class ProgressView {
  readonly #suite: ReadySuite;
  readonly #clock: () => number;
  #began: number | undefined;
  readonly #live: EvidenceCount | undefined;
  readonly #order: InOrder<Placed & Pick<Progress, "case" | "observations">>;
  #drawn = 0;
  #last = 0;
  #step = 0;

  constructor(suite: ReadySuite, clock: () => number) {
    this.#suite = suite;
    this.#clock = clock;
    this.#live =
      process.stderr.isTTY && process.env["TERM"] !== "dumb"
        ? countFor(suite, { most: 1, weighted: false, cap: suite.dataset.clusterCap ?? Infinity })
        : undefined;
    this.#order = new InOrder(({ case: one, observations }) => {
      const attempts = compareUnder(suite.policies, one, observations, suite.compared);
      this.#live?.add({ id: one.id, cluster: one.cluster, attempts });
    });
    if (this.#live !== undefined)
      this.#show([
        `Reading ${visibleLine(shorten(suite.dataset.name, 30))} and starting ${visibleLine(shorten(suite.agent.name, 24))}`,
      ]);
  }

  /** A case that an earlier part of the run has seen. */
  past({ most, seq, case: one, observations }: Pick<Progress, "most" | "seq" | "case" | "observations">): void {
    this.#live?.expect(most);
    if (this.#live !== undefined) this.#order.take({ seq, cluster: one.cluster, case: one, observations });
  }

  see(progress: Progress): void {
    const now = this.#clock();
    // Counted from the first case, for reading and starting the agent say nothing about how fast it answers.
    if (this.#began === undefined) this.#live?.expect(progress.most);
    this.#began ??= now;
    if (this.#live === undefined) return this.#line(progress, now);
    const { case: one, observations, seq } = progress;
    this.#order.take({ seq, cluster: one.cluster, case: one, observations });
    if (now - this.#last < EVERY_MS && progress.done < progress.total) return;
    this.#last = now;
    this.#draw(progress, now);
  }

  /** Takes the drawing off the terminal. */
  clear(): void {
    if (this.#drawn > 0) process.stderr.write(`\u001b[${this.#drawn}A\u001b[J`);
    this.#drawn = 0;
  }

  #line({ done, total, failed, before }: Progress, now: number): void {
    const step = Math.floor((done / total) * 20);
    const since = now - this.#last;
    if (done < total && (since < LINE_LEAST_MS || (step === this.#step && since < LINE_MS))) return;
    this.#step = step;
    this.#last = now;
    const rest = Math.round(((now - (this.#began ?? now)) / 1000 / (done - before)) * (total - done));
    process.stderr.write(`run ${Math.floor((done / total) * 100)}% ${done}/${total} eta=${rest}s failed=${failed}\n`);
  }

  #draw(progress: Progress, now: number): void {
    this.#show([this.#bar(progress, now), ...this.#rows()]);
  }

  #show(lines: readonly string[]): void {
    this.clear();
    process.stderr.write(`${lines.map((line) => `  ${line}`).join("\n")}\n`);
    this.#drawn = lines.length;
  }

  #bar({ done, total, failed, before }: Progress, now: number): string {
    const full = Math.round((done / total) * BAR);
    const seconds = Math.max(0.001, (now - (this.#began ?? now)) / 1000);
    const left = Math.round((seconds / (done - before)) * (total - done));
    const rate = (done - before) / seconds;
    return `${"█".repeat(full)}${"░".repeat(BAR - full)}  ${count(done)} of ${count(total)}   ${rate >= 10 ? count(Math.round(rate)) : rate.toFixed(1)} cases/s   ${minutes(left)} left${failed > 0 ? `   ${many(failed, "failure")}` : ""}`;
  }

  #rows(): string[] {
    const seen = (this.#live?.typesSeen() ?? []).map((type) => ({ type, share: this.#live?.share(type, "agreement") }));
    const types = seen.sort((a, b) => (b.share?.n ?? 0) - (a.share?.n ?? 0));
    const rows = types.slice(0, TYPES).map(({ type, share }) => {
      const { low, high } = share?.bounds.bounds(false) ?? { low: 0, high: 1 };
      const title = shorten(visibleLine(this.#suite.title(type)), 24).padEnd(24);
      const rate = share?.bounds.rate ?? null;
      return `${title} ${count(share?.n ?? 0).padStart(9)}  ${(rate === null ? "" : percent(rate)).padStart(7)}   ${percentDown(low)} to ${percentUp(high)}`;
    });
    return [
      `${"type".padEnd(24)} ${"cases".padStart(9)}  ${"agrees".padStart(7)}   95% range so far, firming up`,
      ...rows,
      ...(types.length > TYPES ? [`and ${many(types.length - TYPES, "more type")}`] : []),
    ];
  }
}

function minutes(seconds: number): string {
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, "0")} s`;
}
