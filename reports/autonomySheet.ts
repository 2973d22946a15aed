import type { Judgement } from "earnest";
import { sheetAssets } from "./page/assets.ts";
import { plainData } from "./plain.ts";
import { renderSheets } from "./templates.ts";
import type { RegisteredRungs } from "./view/registered.ts";
import { sheetView } from "./view/sheet.ts";

/**
 * Autonomy sheets as one HTML file that needs nothing but itself: on paper, a page for each action type named in `only`, or for
 * every one that the suite has a row for, beside what a register says of them. Pure: same judgement and register, same bytes.
 */
export function autonomySheet(judgement: Judgement, only: readonly string[] = [], registered: RegisteredRungs = null): string {
  return renderSheets({ ...plainData(sheetView(judgement, only, registered)), assets: sheetAssets });
}
