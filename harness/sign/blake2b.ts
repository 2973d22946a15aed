const IV = [
  0x6a09e667f3bcc908n,
  0xbb67ae8584caa73bn,
  0x3c6ef372fe94f82bn,
  0xa54ff53a5f1d36f1n,
  0x510e527fade682d1n,
  0x9b05688c2b3e6c1fn,
  0x1f83d9abfb41bd6bn,
  0x5be0cd19137e2179n,
] as const;
/** Which word of a block each step takes, a digit for each. */
const ORDER = [
  "0123456789abcdef",
  "ea489fd61c02b753",
  "b8c052fdae367194",
  "7931dcbe265a40f8",
  "905724afe1bc683d",
  "2c6a0b834d75fe19",
  "c51fed4a0763928b",
  "db7ec13950f4862a",
  "6fe9b308c2d714a5",
  "a2847615fb9e3cd0",
] as const;
const STEPS = ["048c", "159d", "26ae", "37bf", "05af", "16bc", "278d", "349e"] as const;
const ROUNDS = 12;
const BLOCK = 128;
const WORD = (1n << 64n) - 1n;

/**
 * BLAKE2b without a key (RFC 7693), for the few bytes of a key: node gives it with 64 bytes only, and other lengths are no
 * shortening of those. `size` in bytes, 1 to 64.
 */
export function blake2b(data: Uint8Array, size: number): Uint8Array<ArrayBuffer> {
  const state: bigint[] = [...IV];
  state[0] = at(state, 0) ^ 0x01010000n ^ BigInt(size);
  const blocks = Math.max(1, Math.ceil(data.length / BLOCK));
  for (let i = 0; i < blocks; i++) {
    const block = new Uint8Array(BLOCK);
    block.set(data.subarray(i * BLOCK, (i + 1) * BLOCK));
    const last = i === blocks - 1;
    mix(state, block, BigInt(last ? data.length : (i + 1) * BLOCK), last);
  }
  const digest = new DataView(new ArrayBuffer(64));
  for (const [i, word] of state.entries()) digest.setBigUint64(i * 8, word, true);
  return new Uint8Array(digest.buffer.slice(0, size));
}

function mix(state: bigint[], block: Uint8Array<ArrayBuffer>, read: bigint, last: boolean): void {
  const view = new DataView(block.buffer);
  const v: bigint[] = [...state, ...IV];
  v[12] = at(v, 12) ^ read;
  if (last) v[14] = at(v, 14) ^ WORD;
  for (let round = 0; round < ROUNDS; round++) {
    const order = ORDER[round % ORDER.length] as string;
    const word = (n: number) => view.getBigUint64(digit(order, n) * 8, true);
    for (const [i, step] of STEPS.entries()) turn(v, step, word(2 * i), word(2 * i + 1));
  }
  for (let i = 0; i < 8; i++) state[i] = at(state, i) ^ at(v, i) ^ at(v, i + 8);
}

function turn(v: bigint[], step: string, x: bigint, y: bigint): void {
  const [a, b, c, d] = [digit(step, 0), digit(step, 1), digit(step, 2), digit(step, 3)];
  for (const [word, first, second] of [
    [x, 32n, 24n],
    [y, 16n, 63n],
  ] as const) {
    v[a] = (at(v, a) + at(v, b) + word) & WORD;
    v[d] = right(at(v, d) ^ at(v, a), first);
    v[c] = (at(v, c) + at(v, d)) & WORD;
    v[b] = right(at(v, b) ^ at(v, c), second);
  }
}

function right(word: bigint, by: bigint): bigint {
  return ((word >> by) | (word << (64n - by))) & WORD;
}

function digit(text: string, place: number): number {
  return Number.parseInt(text.charAt(place), 16);
}

function at(words: readonly bigint[], place: number): bigint {
  return words[place] as bigint;
}
