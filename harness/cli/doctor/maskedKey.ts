const SHOWN = 4;
/** Of a shorter key, four characters would be a good part. */
const LEAST = 20;

/** What may be shown of a key: how it begins where everybody's does, its last four characters, and how long it is. */
export function maskedKey(key: string): string {
  const length = `(${key.length} ${key.length === 1 ? "character" : "characters"})`;
  if (key.length < LEAST) return `is set ${length}`;
  return `${key.startsWith("sk-") ? "sk-" : ""}…${key.slice(-SHOWN)} ${length}`;
}
