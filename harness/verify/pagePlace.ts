import { shorten } from "../words.ts";
import { readable, type Token } from "./pageTokens.ts";

const LONGEST = 60;

/** Where in a page a reader would look: its section, the heading and the row within it. */
export class PagePlace {
  readonly #links = new Map<string, string>();
  #link: string | undefined;
  #section = "";
  #id: string | null = null;
  #heading = "";
  #row = "";
  #within: "heading" | "title" | "row" | null = null;

  /** Goes on over one token of the page. */
  pass({ kind, text }: Token): void {
    if (kind === "words") return this.#words(readable(text));
    if (kind !== "tag") return;
    const link = /^<a href="#([^"]*)"/.exec(text)?.[1];
    if (link !== undefined) this.#link = this.#id === null ? link : undefined;
    const section = /^<(?:section|div class="part") id="([^"]*)"/.exec(text)?.[1];
    if (section !== undefined) this.#enter(section);
    else if (/^<h[2-6]\b/.test(text)) this.#begin(this.#section === "" ? "title" : "heading");
    else if (/^<(dt\b|th [^>]*scope="row")/.test(text)) this.#begin("row");
    else if (/^<\/(h[1-6]|dt|th)>/.test(text)) this.#within = null;
  }

  /** "in “The gate, check by check”, Close an account, Met", as far as it is known. */
  toString(): string {
    const inside = [this.#heading, this.#row].filter((part) => part !== "").map((part) => shorten(part, LONGEST));
    if (this.#id === null) return "at the top of the page";
    return [`in “${shorten(this.#section === "" ? this.#id : this.#section, LONGEST)}”`, ...inside].join(", ");
  }

  #enter(id: string): void {
    this.#id = id;
    // Page 1 has the headline for its title, which names no place.
    this.#section = id === "answer" ? (this.#links.get(id) ?? "") : "";
    this.#heading = "";
    this.#row = "";
  }

  #begin(what: "heading" | "title" | "row"): void {
    this.#within = what;
    if (what === "heading") this.#heading = "";
    this.#row = "";
  }

  #words(text: string): void {
    if (text === "") return;
    if (this.#link !== undefined && this.#id === null) this.#links.set(this.#link, text);
    this.#link = undefined;
    if (this.#within === "title") this.#section = `${this.#section} ${text}`.trim();
    if (this.#within === "heading") this.#heading = `${this.#heading} ${text}`.trim();
    if (this.#within === "row") this.#row = `${this.#row} ${text}`.trim();
  }
}
