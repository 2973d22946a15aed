import { randomIndexes } from "../../stats/random.ts";

/**
 * Draws acts for one batch, at random and without replacement; at most one of those that touch the same entity, since each is undone by
 * itself there. Fewer than `size` where there are no more.
 */
export function drawActs(
  params: readonly unknown[],
  size: number,
  seed: number,
  touches: (params: unknown) => readonly string[],
): unknown[] {
  const places = params.map((_, place) => place);
  const taken = new Set<string>();
  const drawn: unknown[] = [];
  if (places.length === 0) return drawn;
  const random = randomIndexes(seed, 0x8000_0000);
  for (let left = places.length; left > 0 && drawn.length < size; left--) {
    const at = random() % left;
    const place = places[at] as number;
    places[at] = places[left - 1] as number;
    const one = params[place];
    const entities = touches(one);
    if (entities.some((entity) => taken.has(entity))) continue;
    for (const entity of entities) taken.add(entity);
    drawn.push(one);
  }
  return drawn;
}
