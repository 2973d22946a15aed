/** How many calls may come to nothing in a row, with no answer between them, before a host counts as dead. */
const MOST_LOST = 5;

export interface PulseOptions {
  /** Asks the host whether it is there at all. */
  probe(): Promise<boolean>;
  dead(because: string): void;
}

/**
 * Tells a call that failed from a host that is dead, for what a dead host leaves unanswered says nothing of the agent. A failure is told only
 * once the host has answered somebody since, or has said that it is there when nobody else was left to be answered.
 */
export class Pulse {
  readonly #options: PulseOptions;
  readonly #held = new Set<() => void>();
  #inHand = 0;
  #lost = 0;
  #probing = false;
  #over = false;

  constructor(options: PulseOptions) {
    this.#options = options;
  }

  began(): void {
    this.#inHand++;
  }

  ended(): void {
    this.#inHand--;
    this.#look();
  }

  answered(): void {
    this.#lost = 0;
    this.#release();
  }

  /** Resolves when the failure may be told. */
  async lost(because: string): Promise<void> {
    if (this.#over) return;
    this.#lost++;
    const told = new Promise<void>((resolve) => this.#held.add(resolve));
    if (this.#lost >= MOST_LOST) this.#die(because);
    else this.#look(because);
    await told;
  }

  /** Holds nobody any more. */
  close(): void {
    this.#over = true;
    this.#release();
  }

  #look(because = "it does not answer"): void {
    if (this.#probing || this.#over || this.#held.size === 0 || this.#held.size < this.#inHand) return;
    this.#probing = true;
    void this.#options.probe().then((alive) => {
      this.#probing = false;
      if (alive) this.#release();
      else this.#die(because);
    });
  }

  #die(because: string): void {
    if (this.#over) return;
    this.#options.dead(because);
    this.close();
  }

  #release(): void {
    for (const tell of this.#held) tell();
    this.#held.clear();
  }
}
