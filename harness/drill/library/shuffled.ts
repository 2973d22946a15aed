/** The numbers from 0 to below `count` in an order drawn at random; the same for the same stream. */
export function shuffled(count: number, random: (below: number) => number): number[] {
  const places = Array.from({ length: count }, (_, place) => place);
  for (let last = places.length - 1; last > 0; last--) {
    const other = random(last + 1);
    [places[last], places[other]] = [places[other] as number, places[last] as number];
  }
  return places;
}
