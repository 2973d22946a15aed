/** A body that is all there, read as text and as JSON once, by whoever asks first. */
export class Whole {
  readonly bytes: Buffer;
  #text: string | undefined;
  #json: { readonly value: unknown } | undefined;

  constructor(bytes: Buffer) {
    this.bytes = bytes;
  }

  get text(): string {
    this.#text ??= this.bytes.toString();
    return this.#text;
  }

  /** Undefined where it is not JSON. */
  get json(): unknown {
    this.#json ??= { value: parsed(this.text) };
    return this.#json.value;
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // That it cannot be parsed is the answer.
    return undefined;
  }
}
