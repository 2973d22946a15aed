import { ESCALATE, NONE } from "./action.ts";
import {
  AgentFailure,
  type Beside,
  type Breach,
  type Incoming,
  type Outgoing,
  type Proposal,
  type Proposed,
  type SeenCase,
  type Step,
  type ToolReply,
  type ToolSpec,
  type WatchedToolbox,
} from "./agent.ts";
import { canonicalJson } from "./canonical.ts";
import type { Case } from "./case.ts";
import { messageOf } from "./errors.ts";
import { onRecord } from "./onRecord.ts";
import { apart } from "./toolbox/apart.ts";
import { asNoted, asStep } from "./toolbox/asNoted.ts";
import { AttemptTime, type Wait } from "./toolbox/attemptTime.ts";
import type { Exchanges, Sender, Told } from "./toolbox/exchanges.ts";
import { findRead } from "./toolbox/findRead.ts";
import { asProposed, proposalOf } from "./toolbox/proposalOf.ts";
import { BreachTally, type ModelUsage, UsageTally } from "./toolbox/tally.ts";
import type { ToolboxOptions } from "./toolbox/toolboxOptions.ts";
import type { ToolDesk } from "./toolbox/toolDesk.ts";
import { Tries } from "./toolbox/tries.ts";
import { together } from "./toolbox/withEarlier.ts";
import { shorten } from "./words.ts";

export type { Exchanges, Sender, Told } from "./toolbox/exchanges.ts";
export type { ToolDesk } from "./toolbox/toolDesk.ts";

/** Characters of JSON in one trace. */
export const MOST_TEXT = 10_000_000;

/** The toolbox of one attempt at a case, and what went through it. */
export class CaseToolbox implements WatchedToolbox, Told {
  readonly #tries = new Tries(MOST_TEXT);
  readonly #imported: boolean;
  readonly #exchangesCounted: Set<string>;
  readonly #case: Case;
  readonly #seen: SeenCase;
  readonly #desk: ToolDesk;
  readonly #exchanges: Exchanges | undefined;
  #send: Sender | undefined;
  #captured: Proposed[] = [];
  #earlier: readonly Proposed[] = [];
  readonly #breaches = new BreachTally();
  readonly #usage = new UsageTally();
  #calls = new Map<string, number>();
  #counted = 0;
  #asking = 0;
  #idle = false;
  #because: string | undefined;
  #ended: AgentFailure | undefined;
  readonly time: AttemptTime;

  constructor(one: Case, seen: SeenCase, desk: ToolDesk, exchanges: Exchanges | undefined, more: ToolboxOptions = {}) {
    this.time = new AttemptTime(more.clock ?? (() => 0));
    this.#case = one;
    this.#seen = seen;
    this.#desk = desk;
    this.#exchanges = exchanges;
    this.#imported = more.imported === true;
    this.#exchangesCounted = new Set(more.counted);
    this.#send = this.#sender();
  }

  get steps(): readonly Step[] {
    return this.#tries.steps;
  }

  get tools(): readonly ToolSpec[] {
    return this.#desk.tools;
  }

  /** Is a model being waited for? */
  get asking(): boolean {
    return this.#asking > 0;
  }

  /** What ended the attempt, whatever the agent made of it. */
  get ended(): AgentFailure | undefined {
    return this.#ended;
  }

  /** What was asked for before the attempt began anew: acknowledged, and so proposed. */
  get earlier(): readonly Proposed[] {
    return this.#earlier;
  }

  get breaches(): readonly Breach[] {
    return this.#breaches.list();
  }

  get used(): readonly ModelUsage[] {
    return this.#usage.list();
  }

  read(tool: string, args: unknown = {}): unknown {
    this.called(tool, args);
    const late = this.#captured.length > 0;
    const found = findRead({ reads: this.#case.reads, desk: this.#desk, seen: this.#seen, late }, tool, args);
    this.step({
      kind: "read",
      name: tool,
      args,
      source: found?.source ?? "refused",
      ...(found === undefined ? {} : { answer: found.answer }),
    });
    if (found === undefined) throw new Error(`the recording has no answer for ${tool} with these arguments`);
    return structuredClone(found.answer);
  }

  write(type: string, params: unknown = {}, more: Beside = {}): unknown {
    this.called(type, params);
    const fault = this.#desk.fault(type, params);
    if (fault !== undefined) {
      this.step({ kind: "write", name: type, args: params, answer: fault, source: "refused" });
      throw new Error(`${type} was refused: ${fault}`);
    }
    const given = onRecord(params ?? {}).value as Proposed["params"];
    const answer = type === NONE || type === ESCALATE ? { noted: true } : this.#desk.acknowledge(type, given);
    this.step({ kind: "write", name: type, args: params, answer });
    if (type === NONE) this.#idle = true;
    else this.#captured.push(asProposed(type, given, more));
    this.#because ??= more.because;
    return structuredClone(answer);
  }

  call(tool: string, args: unknown = {}): ToolReply {
    const spec = this.#desk.tools.find(({ name }) => name === tool);
    try {
      if (spec === undefined && !this.#case.reads.some((read) => read.tool === tool)) {
        this.called(tool, args);
        this.step({ kind: "call", name: shorten(tool, 100), args, source: "refused" });
        return { ok: false, because: `there is no tool by the name of ${shorten(tool, 100)}` };
      }
      if (spec === undefined || spec.kind === "read") return { ok: true, answer: this.read(tool, args) };
      const { own, ...more } = apart(args, spec);
      return { ok: true, answer: this.write(tool, own, more) };
    } catch (error) {
      if (error === this.#ended) throw error;
      return { ok: false, because: messageOf(error) };
    }
  }

  async send(request: Outgoing, signal?: AbortSignal): Promise<Incoming> {
    if (this.#send !== undefined) {
      this.#asking++;
      try {
        return await this.#send(request, signal);
      } finally {
        this.#asking--;
      }
    }
    this.breach("network", request.url);
    throw new Error(
      "the suite names no models for this agent (models: [{ baseURL, key }]), and it may call nothing else on the network",
    );
  }

  note(step: Step): void {
    this.#keep(this.#imported ? { ...asStep(step), imported: true } : asNoted(step));
  }

  called(name: string, args: unknown): void {
    if (this.#ended !== undefined) throw this.#ended;
    const { steps, same } = this.#desk.most;
    this.#counted++;
    if (this.#counted > steps) this.#cut(`it made more than ${steps} calls`);
    const call = `${name} ${canonicalJson(args ?? null)}`;
    const times = (this.#calls.get(call) ?? 0) + 1;
    this.#calls.set(call, times);
    if (times > same) this.#cut(`it made the same call of ${shorten(name, 100)} more than ${same} times`);
  }

  /** Kept as it is now: what the agent does to its own objects afterwards is no part of what was seen. */
  step(step: Step): void {
    this.#keep(asStep(step));
  }

  breach(kind: string, target: string, times = 1): void {
    this.#breaches.add(kind, target, times);
  }

  restart(because: string): void {
    this.#tries.begin(because);
    this.#earlier = together(this.#earlier, this.#captured);
    this.#captured = [];
    this.#calls = new Map();
    this.#counted = 0;
    this.#idle = false;
    this.#because = undefined;
    this.#ended = undefined;
    // Asked anew, the same requests count from one again, and so find the answers they were given before.
    this.#send = this.#sender();
  }

  usage(usage: ModelUsage, key: string): void {
    if (this.#exchangesCounted.has(key)) return;
    this.#exchangesCounted.add(key);
    this.#usage.add(usage);
  }

  limit = (ms: number, late: () => void): (() => void) => this.time.limit(ms, late);
  waiting = (): Wait => this.time.wait();

  failed(because: string): void {
    this.#ended ??= new AgentFailure("model-error", because);
  }

  /** What the agent proposed: what it returned, and the writes it asked for on the way. */
  proposal(returned: Proposal | undefined): unknown {
    return proposalOf(returned, { captured: this.#captured, idle: this.#idle, because: this.#because });
  }

  #keep(step: Step): void {
    if (!this.#tries.add(step)) this.#cut(`the trace of one attempt holds at most ${MOST_TEXT} characters`);
  }

  /** A request that is still under way when the attempt begins anew may cost something, and is a step of what was before. */
  #sender(): Sender | undefined {
    const { turn } = this.#tries;
    const now = () => turn === this.#tries.turn;
    return this.#exchanges?.({
      case: this.#case.id,
      attempt: this.#seen.attempt,
      of: this,
      told: {
        called: (name, args) => (now() ? this.called(name, args) : undefined),
        step: (step) => (now() ? this.step(step) : this.#tries.late(turn, asStep(step))),
        failed: (because) => (now() ? this.failed(because) : undefined),
        breach: (kind, target) => this.breach(kind, target),
        usage: (usage, key) => this.usage(usage, key),
        waiting: this.waiting,
      },
    });
  }

  #cut(because: string): never {
    this.#ended ??= new AgentFailure("cut", because);
    throw this.#ended;
  }
}
