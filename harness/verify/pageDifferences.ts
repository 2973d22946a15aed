import { dataDifference } from "./dataDifference.ts";
import { PagePlace } from "./pagePlace.ts";
import { pageTokens, readable, type Token } from "./pageTokens.ts";
import { partedWords } from "./partedWords.ts";

/** So many differences are named; a page that was written anew has thousands. */
const LISTED = 20;
/** How far two pages are searched for where they agree again, and over how many tokens they must. */
const AHEAD = 300;
const AGREED = 6;

/**
 * Where a page is not the one that was drawn again, in the words of somebody who reads both: a line for each difference with its
 * place, at most 20. Empty exactly where the two are the same.
 */
export function pageDifferences(found: string, drawn: string): readonly string[] {
  if (found === drawn) return [];
  const [theirs, ours] = [pageTokens(found), pageTokens(drawn)];
  const place = new PagePlace();
  const lines: string[] = [];
  let [i, j] = [0, 0];
  while (i < theirs.length || j < ours.length) {
    const [a, b] = [theirs[i], ours[j]];
    if (a !== undefined && b !== undefined && a.text === b.text) {
      place.pass(b);
      i++;
      j++;
      continue;
    }
    if (lines.length === LISTED) return [...lines, "and more after that"];
    const step = again(theirs, ours, i, j);
    if (step === undefined) return [...lines, `${place}: from here on the page is another one`];
    const [there, here] = [theirs.slice(i, i + step[0]), ours.slice(j, j + step[1])];
    lines.push(...said(there, here, place));
    for (const token of here) place.pass(token);
    i += step[0];
    j += step[1];
  }
  return lines;
}

/** How many tokens to pass over on either side, as few as will do, until both agree again. */
function again(theirs: readonly Token[], ours: readonly Token[], i: number, j: number): readonly [number, number] | undefined {
  const agrees = (a: number, b: number) => {
    for (let n = 0; n < AGREED; n++) {
      const [their, our] = [theirs[a + n], ours[b + n]];
      if (their?.text !== our?.text) return false;
      if (their === undefined) return true;
    }
    return true;
  };
  for (let sum = 1; sum <= AHEAD; sum++) {
    // As many on either side first: a changed word is not one that went and another that came.
    for (let away = sum % 2; away <= sum; away += 2) {
      for (const skip of away === 0 ? [sum / 2] : [(sum + away) / 2, (sum - away) / 2]) {
        if (agrees(i + skip, j + sum - skip)) return [skip, sum - skip];
      }
    }
  }
  return undefined;
}

function said(there: readonly Token[], here: readonly Token[], place: PagePlace): string[] {
  const programs = (tokens: readonly Token[]) => tokens.filter(({ kind }) => kind !== "words" && kind !== "tag");
  const [theirs, ours] = [programs(there), programs(here)];
  if (theirs.length + ours.length > 0) {
    return Array.from({ length: Math.max(theirs.length, ours.length) }, (_, n) => programSaid(theirs[n], ours[n])).flat();
  }
  const [was, is] = [wordsIn(there), wordsIn(here)];
  if (was === is) return [`${place}: the markup was changed: ${tagSaid(there, here)}`];
  if (was === "") return [`${place}: the page lacks “${partedWords(is, was)[0]}”, which the ledger gives`];
  const [shown, given] = partedWords(was, is);
  if (is === "") return [`${place}: the page says “${shown}”, which the ledger does not give`];
  return [`${place}: the page says “${shown}”, the ledger gives “${given}”${lookalike(was, is)}`];
}

/** Two letters may look the same: then their code points tell them apart. */
function lookalike(was: string, is: string): string {
  const [theirs, ours] = [[...was], [...is]];
  const at = theirs.findIndex((one, i) => one !== ours[i]);
  const [a = "", b = ""] = [theirs[at], ours[at]];
  const letters = /^\p{L}$/u;
  if (!letters.test(a) || !letters.test(b) || /^[ -~]$/.test(a) === /^[ -~]$/.test(b)) return "";
  return ` (${pointOf(a)} there, ${pointOf(b)} by the ledger)`;
}

function pointOf(letter: string): string {
  return `U+${(letter.codePointAt(0) as number).toString(16).toUpperCase().padStart(4, "0")}`;
}

function wordsIn(tokens: readonly Token[]): string {
  return readable(tokens.map(({ kind, text }) => (kind === "words" ? text : " ")).join(""));
}

function tagSaid(there: readonly Token[], here: readonly Token[]): string {
  const [was, is] = [there, here].map((tokens) => tokens.map(({ text }) => text).join("")) as [string, string];
  if (was.replaceAll(/\s/g, "") === is.replaceAll(/\s/g, "")) return "blanks or line ends were put in or taken out";
  if (was === "") return `it lacks ${partedWords(is, "")[0]}`;
  const [shown, given] = partedWords(was, is);
  return is === "" ? `it has ${shown} besides` : `it has ${shown} in place of ${given}`;
}

function programSaid(found: Token | undefined, drawn: Token | undefined): string[] {
  const kind = (drawn ?? found)?.kind;
  if (found?.text === drawn?.text) return [];
  if (drawn === undefined) return [`the page holds a ${kind === "style" ? "style" : "script"} that no report has`];
  if (kind === "style") return ["the style of the page was changed: it may hide or show what the ledger does not"];
  if (kind === "script") return ["the script of the page was changed: what it shows of the cases cannot be relied on"];
  return [dataDifference(found?.text ?? "", drawn.text, found?.body ?? "", drawn.body)];
}
