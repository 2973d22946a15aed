/** What stands in the margins of each printed page: which report it is of, and by which version. */
export function pageMargins(document: string, version: string): string {
  return `@media print{@page{@bottom-left{content:${cssText(`${document} · earnest ${version}`)};font:8pt sans-serif;color:#555}}}`;
}

/** As a CSS string; whatever is no letter, digit, blank or plain mark is written by its code, so that nothing ends the string. */
function cssText(text: string): string {
  const code = (character: string) => `\\${(character.codePointAt(0) as number).toString(16)} `;
  return `"${text.replaceAll(/[^A-Za-z0-9 .,:_-]/gu, code)}"`;
}
