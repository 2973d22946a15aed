// The agent's code shares this process and may replace whatever it can reach. What the list of its attempts rests on is taken before.

const { getOwnPropertyDescriptor, getPrototypeOf, defineProperty, hasOwn } = Object;
const { ownKeys } = Reflect;
const root = Object.prototype;

/** A method as a function of its object, which no later change of a prototype reaches. */
export const kept: <T, A extends readonly unknown[], R>(method: (this: T, ...args: A) => R) => (self: T, ...args: A) => R =
  Function.prototype.bind.bind(Function.prototype.call) as never;

/** Gives an object for its own what it inherits, for the same reason. */
export function pinned<T extends object>(object: T): T {
  for (let from = getPrototypeOf(object) as object; from !== root; from = getPrototypeOf(from) as object)
    for (const key of ownKeys(from)) {
      const found = getOwnPropertyDescriptor(from, key) as PropertyDescriptor;
      if (key === "constructor" || hasOwn(object, key)) continue;
      if (typeof found.value === "function") defineProperty(object, key, { ...found, writable: false, configurable: false });
      else if (found.get !== undefined) defineProperty(object, key, { ...found, configurable: false });
    }
  return object;
}

// Node asks every buffer for its length, and nobody has a reason to answer in its stead.
const views = getPrototypeOf(Uint8Array.prototype) as object;
for (const key of ["buffer", "byteLength", "byteOffset", "length"]) defineProperty(views, key, { configurable: false });
