import type { Judgement } from "earnest";
import { typeViews } from "./view/typeView.ts";

const REGISTER = /<dt>Register<\/dt><dd>(.*?)<\/dd>/g;
const NO_REGISTER = "there is none";

/** Which sheets a page of autonomy sheets holds, and whether any of them says where a register has its type. */
export function sheetsFound(
  page: string,
  judgement: Judgement,
): { readonly types: readonly string[]; readonly register: boolean } {
  const shown = typeViews(judgement).filter(({ anchor }) => page.includes(`<article class="sheet" id="${anchor}"`));
  return {
    types: shown.map(({ judged }) => judged.type),
    register: [...page.matchAll(REGISTER)].some(([, says = ""]) => !says.startsWith(NO_REGISTER)),
  };
}
