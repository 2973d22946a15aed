/** The paths of plain data at which a copy of it holds something else, in order; where a member has another name there, that of the member. */
export function* changedAt(before: unknown, after: unknown, at: readonly string[] = []): Generator<readonly string[]> {
  if (before === after) return;
  if (typeof before !== "object" || before === null || typeof after !== "object" || after === null) {
    yield at;
    return;
  }
  for (const [key, member] of Object.entries(before)) {
    const here = [...at, key];
    if (Object.hasOwn(after, key)) yield* changedAt(member, (after as Record<string, unknown>)[key], here);
    else yield here;
  }
}
