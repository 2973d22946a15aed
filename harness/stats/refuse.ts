/** Refuses with a RangeError what is not a whole number of at least `least`. */
export function refuseUnlessWhole(name: string, value: number, least = 0): void {
  if (!Number.isSafeInteger(value) || value < least) {
    throw new RangeError(`expected ${name} to be a whole number of at least ${least}, got ${value}`);
  }
}

/** Refuses with a RangeError what is not strictly between 0 and 1: error levels, confidences, thresholds. */
export function refuseUnlessInside(name: string, value: number): void {
  if (!(value > 0 && value < 1)) throw new RangeError(`expected ${name} strictly between 0 and 1, got ${value}`);
}

/** Refuses with a RangeError what is not a share: a number from 0 to 1, both ends included. */
export function refuseUnlessShare(name: string, value: number): void {
  if (!(value >= 0 && value <= 1)) throw new RangeError(`expected ${name} from 0 to 1, got ${value}`);
}

/** Refuses with a RangeError a count of matches that does not fit into n. */
export function refuseUnlessCounts(matches: number, n: number): void {
  if (!Number.isSafeInteger(matches) || !Number.isSafeInteger(n) || matches < 0 || n < matches) {
    throw new RangeError(`expected whole numbers 0 <= matches <= n, got ${matches} of ${n}`);
  }
}
