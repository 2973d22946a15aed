/**
 * A stream of whole numbers below `below`, the same for the same seed on every machine; for resampling only.
 * The seed is a whole number from 0 to 2^32 - 1; anything else throws a RangeError.
 * Source: the sfc32 generator of PractRand (Doty-Humphrey 2010), its first 12 steps thrown away; numbers without bias by rejection.
 */
export function randomIndexes(seed: number, below: number): () => number {
  if (!Number.isInteger(seed) || seed < 0 || seed > 0xffff_ffff)
    throw new RangeError(`expected a seed from 0 to 2^32 - 1, got ${seed}`);
  if (!Number.isInteger(below) || below < 1 || below > 0x8000_0000)
    throw new RangeError(`expected a whole number to stay below, got ${below}`);
  let a = 0;
  let b = seed | 0;
  let c = 0x9e37_79b9 | 0;
  let counter = 1;
  const next = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    c |= 0;
    return sum >>> 0;
  };
  for (let step = 0; step < 12; step++) next();
  const limit = 2 ** 32 - (2 ** 32 % below);
  return () => {
    let drawn = next();
    while (drawn >= limit) drawn = next();
    return drawn % below;
  };
}
