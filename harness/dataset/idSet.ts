/**
 * Remembers which ids were seen, in 12 bytes a slot instead of a string each. A hit is only likely:
 * `firstWith` returns the row to compare with, so that two ids with one hash are still told apart.
 */
export class IdSet {
  #size = 1 << 14;
  #count = 0;
  #a = new Uint32Array(this.#size);
  #b = new Uint32Array(this.#size);
  #rows = new Uint32Array(this.#size);

  /** Adds the id of a row, unless `isSame` confirms that an earlier row holds it: then returns that row. */
  add(id: string, row: number, isSame: (row: number) => boolean): number | undefined {
    if (this.#count * 2 > this.#size) this.#grow();
    const [a, b] = hashes(id);
    let slot = a & (this.#size - 1);
    while (this.#rows[slot] !== 0) {
      const found = (this.#rows[slot] as number) - 1;
      if (this.#a[slot] === a && this.#b[slot] === b && isSame(found)) return found;
      slot = (slot + 1) & (this.#size - 1);
    }
    this.#put(slot, a, b, row + 1);
    this.#count++;
    return undefined;
  }

  #put(slot: number, a: number, b: number, rowPlusOne: number): void {
    this.#a[slot] = a;
    this.#b[slot] = b;
    this.#rows[slot] = rowPlusOne;
  }

  #grow(): void {
    const [a, b, rows] = [this.#a, this.#b, this.#rows];
    this.#size *= 2;
    this.#a = new Uint32Array(this.#size);
    this.#b = new Uint32Array(this.#size);
    this.#rows = new Uint32Array(this.#size);
    for (let i = 0; i < rows.length; i++) {
      if (rows[i] === 0) continue;
      let slot = (a[i] as number) & (this.#size - 1);
      while (this.#rows[slot] !== 0) slot = (slot + 1) & (this.#size - 1);
      this.#put(slot, a[i] as number, b[i] as number, rows[i] as number);
    }
  }
}

/** Two 32-bit FNV-1a hashes with different offsets. */
function hashes(text: string): readonly [number, number] {
  let a = 0x811c9dc5;
  let b = 0x01234567;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    a = Math.imul(a ^ unit, 0x01000193);
    b = Math.imul(b ^ unit, 0x01000193) ^ (b >>> 15);
  }
  return [(a ^ (a >>> 13)) >>> 0, b >>> 0];
}
