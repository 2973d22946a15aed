import type { WallSeen } from "../evidence/wallCount.ts";
import { inWords, shorten } from "../words.ts";
import type { TypeJudgement } from "./judgement.ts";

const NAMED = 3;
const TITLE = 40;
const NAME = 100;
const BECAUSE = 400;

/** Who waived the sealed wall, for which promotions, and why; null where no promotion rests on a waiver. */
export function waivedSaid({ sealed, waiver }: WallSeen, types: readonly TypeJudgement[]): string | null {
  const promoted = types.filter(
    ({ decided }) => decided.verdict === "promote" && decided.climb.some(({ criterion }) => criterion.name === "sealedWall"),
  );
  if (sealed || waiver === null || promoted.length === 0) return null;
  const titles = promoted.slice(0, NAMED).map(({ title }) => `“${shorten(title, TITLE)}”`);
  const what = promoted.length > NAMED ? `${inWords(promoted.length, true)} action types` : titles.join(", ");
  const because = shorten(waiver.because.trim(), BECAUSE).replace(/[.\s]+$/, "");
  return `${what} may move up without a sealed wall only because ${shorten(waiver.by.trim(), NAME)} waived it: “${because}”.`;
}
