/** The point in [low, high] where `holds` turns from true to false, to the last bit; it must hold on one stretch from `low` on. */
export function bisect(holds: (at: number) => boolean, low: number, high: number): number {
  let [inside, outside] = [low, high];
  for (;;) {
    const middle = inside + (outside - inside) / 2;
    if (middle <= Math.min(inside, outside) || middle >= Math.max(inside, outside)) return inside;
    if (holds(middle)) inside = middle;
    else outside = middle;
  }
}

/** The smallest whole number of at least `from` for which `holds`, or null when none up to `limit` does; once true it must stay true. */
export function smallestWhole(holds: (n: number) => boolean, from = 0, limit: number = 2 ** 52): number | null {
  let [below, reached] = [from - 1, from];
  while (!holds(reached)) {
    if (reached >= limit) return null;
    [below, reached] = [reached, Math.min(limit, reached + 2 * Math.max(1, reached - from))];
  }
  while (reached - below > 1) {
    const middle = Math.floor((below + reached) / 2);
    if (holds(middle)) reached = middle;
    else below = middle;
  }
  return reached;
}
