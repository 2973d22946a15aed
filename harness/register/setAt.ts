/** What a person sets in the suite once an action type stands on another rung: the rung, and what its row may ask for from there, one rung at a time. */
export function setAt(rungs: readonly string[], rung: string, asks: boolean, suite = "the suite"): string {
  const next = rungs[rungs.indexOf(rung) + 1];
  const ask = next === undefined ? ", and take ask out" : `, and ask: "${next}" or none`;
  return `set at: "${rung}" in ${suite}${asks ? ask : ""}`;
}
