import PostalMime from "postal-mime";
import { plainText } from "./plainText.ts";

/** What the desk sees of a mail: nothing that a filter, a mailing list or the makers of the corpus added. */
export interface Mail {
  readonly from: string;
  readonly subject: string;
  /** The body as text, at most `TEXT_LENGTH` characters. */
  readonly text: string;
}

/** A mail, whether a mailing list passed it on, and who sent it: what is independent of what. */
export interface ReadMail {
  readonly mail: Mail;
  readonly list: boolean;
  readonly sender: string;
}

export const TEXT_LENGTH = 2000;

/**
 * The makers of the corpus replaced their own addresses and domains, differently in each group, and so gave the label
 * away. Whatever they put, and what they missed, reads the same here.
 */
const MAKERS = [
  /(?<![\w.+@-])[\w.+@-]{0,80}(?:netnoteinc\.com|taint\.org|jmason\.org|slashnull\.org|@example\.com|example\.sourceforge\.net|@localhost)\b/gi,
  /(?<![\w.+@-])[\w.+@-]{0,80}(?:yyyy|zzzz|qqqq)[\w.+@-]*/gi,
  /\b(?:jm|jmason|justin mason)\b(?:@[\w.-]+)?/gi,
];
const RECIPIENT = "[recipient]";

const RULE = /^(?:_{20,}|-{20,}|={20,})\s*$/;
const FOOTER_LINES = 9;

/** Far more than is kept, so that the longest mail costs no more than a long one. */
const READ_LENGTH = 20_000;

const LIST_HEADERS = new Set([
  "list-id",
  "list-post",
  "list-unsubscribe",
  "mailing-list",
  "x-mailing-list",
  "x-beenthere",
  "x-mailman-version",
]);

/** Reads one raw mail; anything that calls itself a mail can be read, and the text is valid Unicode. */
export async function readMail(raw: Uint8Array): Promise<ReadMail> {
  const read = await PostalMime.parse(raw);
  const list = read.headers.some(({ key }) => LIST_HEADERS.has(key));
  const name = clean(read.from?.name ?? "");
  const address = clean(read.from?.address ?? "").toLowerCase();
  const body = read.text?.trim() ? read.text : plainText(read.html ?? "");
  const subject = clean(read.subject ?? "");
  return {
    mail: {
      from: [name, address && `<${address}>`].filter((part) => part !== "").join(" "),
      subject: list ? withoutTags(subject) : subject,
      text: cut(clean(list ? withoutFooter(body) : body)),
    },
    list,
    // The corpus hides the addresses of its makers behind one name, and their feed reader sends as many publications.
    sender: address.includes(RECIPIENT) || address === "" ? `${name} <${read.from?.address ?? ""}>`.toLowerCase() : address,
  };
}

/** "Re: [ILUG] a question" without the list's tag. */
function withoutTags(subject: string): string {
  return subject.replaceAll(/\[[\w .:/-]{2,30}\]\s*/g, "").trim();
}

/** Mailing lists append their own name below a ruled line. */
function withoutFooter(body: string): string {
  const lines = body.trimEnd().split("\n");
  const ruled = lines.findLastIndex((line) => RULE.test(line));
  return ruled > 0 && lines.length - ruled <= FOOTER_LINES ? lines.slice(0, ruled).join("\n") : body;
}

function clean(text: string): string {
  let cleaned = text.slice(0, READ_LENGTH).toWellFormed().replaceAll("\0", "");
  for (const mark of MAKERS) cleaned = cleaned.replaceAll(mark, RECIPIENT);
  return cleaned
    .replaceAll(/\r\n?/g, "\n")
    .replaceAll(/[^\S\n]+/g, " ")
    .replaceAll(/ ?\n ?/g, "\n")
    .replaceAll(/\n{3,}/g, "\n\n")
    .trim();
}

function cut(text: string): string {
  // Never through the middle of a character.
  return text.slice(0, TEXT_LENGTH).replace(/[\ud800-\udbff]$/, "");
}
