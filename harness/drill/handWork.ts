import { EarnestError } from "../errors.ts";
import type { Fault } from "../faults.ts";
import { applyAct, applyOtherParams, noteProbed } from "./applyAct.ts";
import { callHandler } from "./callHandler.ts";
import type { Delivery, Drill } from "./drill.ts";
import type { DrillEvent } from "./drillEvent.ts";
import { DrillJournal } from "./drillJournal.ts";
import { type BenchAct, type HandBench, standingOf } from "./handBench.ts";
import { HandLines } from "./handLines.ts";
import type { Handler } from "./handler.ts";
import type { HandSays, HandTask, Opening } from "./handMessages.ts";
import { PersonAmid, personEdit } from "./personEdit.ts";
import { poisonOf } from "./poisonOf.ts";
import { finishUndo, noteDead, undoAct } from "./undoAct.ts";

type Carry = Extract<HandTask, { do: "carry" }>;
/** One thing to be asked of an act. */
type Ask = { readonly act: number; readonly line: 0 | 1; readonly otherParams?: true };

/** How often a hand says that it is still at work, in ms. */
const ALIVE_MS = 500;
/** So often may processes end while something is looked into, before it is left to a person. */
const MOST_DEATHS = 3;

/** The work of a hand on one drill: everything goes through the journal, so that another hand can go on with it. */
export class HandWork implements AsyncDisposable {
  readonly #bench: HandBench;
  readonly #say: (says: HandSays) => void;
  #faults: { readonly n: number; readonly fault: Fault }[] = [];
  #said = 0;
  #amid: NonNullable<Delivery["amid"]> = [];
  #struck = Promise.withResolvers<never>();

  private constructor(drill: Drill, opening: Opening, journal: DrillJournal, clock: () => number, say: (says: HandSays) => void) {
    this.#say = say;
    const parts = new Map<Handler, Record<Fault["phase"], { most: number }>>();
    this.#bench = {
      acts: benchActs(drill, opening),
      journal,
      lines: new HandLines(drill.handler.fixture, opening.address),
      callMs: opening.callMs,
      keysOf: (act) => ({ apply: `apply:${opening.key}/${act}`, undo: `undo:${opening.key}/${act}` }),
      partsOf: (handler, phase) => partsIn(parts, handler, phase),
      ms: () => Math.round((clock() - opening.began) * 1000) / 1000,
      due: (phase, act, point) => this.#due(phase, act, point)?.fault,
      strike: (phase, act, point) => this.#strike(phase, act, point),
      personAmid: (act) => {
        const due = this.#amid.find((one) => one.act === act);
        this.#amid = this.#amid.filter((one) => one !== due);
        return due && new PersonAmid(this.#bench, act, due.left);
      },
      stuck: () => {
        say({ say: "stuck" });
        return this.#struck.promise;
      },
    };
  }

  /** Begins a drill, or goes on where another hand was ended: then every intent without an outcome is looked into first. */
  static async open(drill: Drill, opening: Opening, clock: () => number, say: (says: HandSays) => void): Promise<HandWork> {
    const journal = await (opening.resume ? DrillJournal.resume(opening.journal) : DrillJournal.begin(opening.journal));
    const work = new HandWork(drill, opening, journal, clock, say);
    const line = await callHandler(opening.callMs, () => work.#bench.lines.line(0));
    if (line.kind !== "answer") throw new EarnestError("FIXTURE_BROKEN", `the sandbox cannot be reached: ${line.because}`);
    if (opening.resume) await work.#resume();
    return work;
  }

  get events(): number {
    return this.#bench.journal.events.length;
  }

  async prepare(): Promise<void> {
    const { use } = await this.#bench.lines.line(0);
    for (const { handler, presumes } of this.#bench.acts) {
      if (presumes === undefined) continue;
      const done = await callHandler(this.#bench.callMs, () => handler.prepare(use, presumes));
      if (done.kind !== "answer")
        throw new EarnestError("DRILL_BROKEN", `${handler.name} cannot prepare an act: ${done.because}`);
      this.#alive();
    }
  }

  /** Carries out acts or takes them back, as far as the journal does not say that it was done since this was first asked for. */
  async carry({ phase, delivery, from }: Carry): Promise<void> {
    if (phase === "undo" && delivery.otherParams === true)
      throw new EarnestError("DRILL_BROKEN", "only carrying out can be asked with other params");
    this.#faults = (delivery.faults ?? []).map((fault, n) => ({ n, fault }));
    const { journal } = this.#bench;
    const edited = journal.events.slice(from).flatMap((event) => (event.e === "edited" ? [event.act] : []));
    this.#amid = (delivery.amid ?? []).filter(({ act }) => !edited.includes(act));
    const done = journal.events.slice(from).filter((event) => isOutcome(event, phase));
    for (const asks of this.#asks(phase, delivery)) {
      const left = asks.filter(({ act, otherParams }) => {
        const before = done.findIndex((event) => event.act === act && otherParamsIn(event) === otherParams);
        if (before >= 0) done.splice(before, 1);
        return before < 0;
      });
      await Promise.all(left.map((ask) => this.#do(phase, ask)));
      this.#alive();
    }
    await journal.flush();
  }

  async edit(act: number, what: "same" | "other"): Promise<void> {
    const edit = await personEdit(this.#bench, act, what);
    await this.#bench.journal.putDurably({ e: "edited", act, what, edit, ms: this.#bench.ms() });
  }

  /** On disk when this resolves: the clock starts and ends on record. */
  async note(e: "decided" | "verified", ms: number): Promise<void> {
    await this.#bench.journal.putDurably({ e, ms });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#bench.lines[Symbol.asyncDispose]();
    await this.#bench.journal.close();
  }

  async #resume(): Promise<void> {
    const { journal } = this.#bench;
    await journal.putDurably({ e: "resumed", ms: this.#bench.ms() });
    for (const open of openIntents(journal.events)) {
      const { act, phase, otherParams } = open;
      const deaths = journal.events.slice(journal.events.indexOf(open)).filter(({ e }) => e === "resumed").length;
      const because = `its process was ended ${deaths > 1 ? `${deaths} times` : "before its outcome was known"}`;
      if (phase === "undo") {
        if (deaths < MOST_DEATHS) await finishUndo(this.#bench, act, 0);
        else noteDead(this.#bench, act, because);
      } else if (otherParams === true) {
        journal.put({
          e: "applied",
          act,
          outcome: "unknown",
          by: "answer",
          receipt: null,
          otherParams,
          because,
          ms: this.#bench.ms(),
        });
      } else await noteProbed(this.#bench, act, { kind: deaths < MOST_DEATHS ? "threw" : "given-up", because });
      this.#alive();
    }
    await journal.flush();
  }

  #alive(): void {
    if (this.#bench.ms() - this.#said < ALIVE_MS) return;
    this.#said = this.#bench.ms();
    this.#say({ say: "alive" });
  }

  /** What is to be asked, in turn; what stands together is asked at once. */
  #asks(phase: Fault["phase"], { order, twice, otherParams }: Delivery): Ask[][] {
    return (order ?? this.#usualOrder(phase)).flatMap((act) => {
      const asks: Ask[][] = [[{ act, line: 0 }]];
      if (twice === "after") asks.push([{ act, line: 0 }]);
      if (twice === "at-once") asks[0]?.push({ act, line: 1 });
      if (otherParams === true) asks.push([{ act, line: 0, otherParams }]);
      return asks;
    });
  }

  #usualOrder(phase: Fault["phase"]): number[] {
    const all = this.#bench.acts.map((_, act) => act);
    if (phase === "apply") return all;
    const standing = (act: number) => standingOf(this.#bench.journal, act);
    return all.filter((act) => standing(act).carriedOut || standing(act).unknown).reverse();
  }

  async #do(phase: Fault["phase"], { act, line, otherParams }: Ask): Promise<void> {
    if (this.#bench.acts[act] === undefined) throw new EarnestError("DRILL_BROKEN", `there is no act ${act + 1} in the batch`);
    if (phase === "apply") return otherParams === true ? applyOtherParams(this.#bench, act) : applyAct(this.#bench, act, line);
    if (!standingOf(this.#bench.journal, act).unknown) return undoAct(this.#bench, act, line);
    const because = "nobody knows whether it was carried out";
    this.#bench.journal.put({ e: "undone", act, outcome: "left", because, ms: this.#bench.ms() });
  }

  #due(phase: Fault["phase"], act: number, point: Fault["point"]) {
    return this.#faults.find(({ fault: f }) => f.phase === phase && f.index === act && f.point === point);
  }

  async #strike(phase: Fault["phase"], act: number, point: Fault["point"]): Promise<Fault["kind"] | undefined> {
    const found = this.#due(phase, act, point);
    if (found === undefined) return undefined;
    this.#faults = this.#faults.filter((one) => one !== found);
    const { kind } = found.fault;
    if (kind === "kill" && point === "after-receipt") await this.#bench.journal.flush();
    this.#say({ say: "fired", fault: found.n, hangs: kind === "kill" });
    return kind === "kill" ? this.#struck.promise : kind;
  }
}

function partsIn(
  parts: Map<Handler, Record<Fault["phase"], { most: number }>>,
  handler: Handler,
  phase: Fault["phase"],
): { most: number } {
  const known = parts.get(handler) ?? { apply: { most: 0 }, undo: { most: 0 } };
  parts.set(handler, known);
  return known[phase];
}

function benchActs(drill: Drill, { acts, control }: Opening): BenchAct[] {
  const pretending = (handler: Handler): Handler =>
    // The negative control: it says that all is well and does nothing, as a broken handler would.
    Object.create(handler, {
      compensate: { value: async () => ((handler.irreversible?.corrections ?? null) === null ? "reverted" : "impossible") },
    }) as Handler;
  const [first, later] = [drill.handler, drill.later?.handler].map((own) =>
    own !== undefined && control ? pretending(own) : own,
  );
  return acts.map((act) => {
    const handler = act.handler === 0 ? first : later;
    if (handler === undefined) throw new EarnestError("DRILL_BROKEN", `${drill.name} has no handler that acts later`);
    if (!("poison" in act)) return { handler, params: act.params, poison: false, presumes: act.params };
    const made = typeof handler.poison[act.poison] === "function";
    const params = poisonOf(handler, act.poison, act.good);
    return { handler, params, poison: true, ...(made ? { presumes: act.good } : {}) };
  });
}

function isOutcome(event: DrillEvent, phase: Fault["phase"]): event is Extract<DrillEvent, { e: "applied" | "undone" }> {
  return event.e === (phase === "apply" ? "applied" : "undone");
}

function otherParamsIn(event: DrillEvent): true | undefined {
  return event.e === "applied" ? event.otherParams : undefined;
}

/** Intents that no outcome followed, as they came. */
function openIntents(events: readonly DrillEvent[]): Extract<DrillEvent, { e: "intent" }>[] {
  const open: Extract<DrillEvent, { e: "intent" }>[] = [];
  for (const event of events) {
    if (event.e === "intent") open.push(event);
    if (event.e !== "applied" && event.e !== "undone") continue;
    const phase = event.e === "applied" ? "apply" : "undo";
    const other = otherParamsIn(event);
    const at = open.findIndex((one) => one.phase === phase && one.act === event.act && one.otherParams === other);
    if (at >= 0) open.splice(at, 1);
  }
  return open;
}
