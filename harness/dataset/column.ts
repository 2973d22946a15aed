/** A growing column of numbers in one typed array: 4 or 8 bytes a value, where an array of objects takes ten times that. */
export class Column<T extends Uint32Array | Float64Array> {
  #values: T;
  length = 0;

  constructor(make: (length: number) => T) {
    this.#make = make;
    this.#values = make(1024);
  }

  readonly #make: (length: number) => T;

  push(value: number): void {
    if (this.length === this.#values.length) {
      const wider = this.#make(this.length * 2);
      wider.set(this.#values);
      this.#values = wider;
    }
    this.#values[this.length++] = value;
  }

  at(index: number): number {
    return this.#values[index] as number;
  }

  /** The values so far, without a copy. */
  values(): T {
    return this.#values.subarray(0, this.length) as T;
  }
}

export const uint32 = (): Column<Uint32Array> => new Column((length) => new Uint32Array(length));
export const float64 = (): Column<Float64Array> => new Column((length) => new Float64Array(length));
