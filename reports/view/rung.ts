import type { Judgement } from "earnest";

/** "L4, acting under policy"; the id alone where a ladder calls the rung by it. */
export function rungName(ladder: Judgement["ladder"], id: string): string {
  const name = ladder.rungs.find((rung) => rung.id === id)?.name;
  return name === undefined || name === id ? id : `${id}, ${name}`;
}
