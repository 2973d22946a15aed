import { readFileSync } from "node:fs";
import type { Nodes, PhrasingContent } from "mdast";
import { fromMarkdown } from "mdast-util-from-markdown";
import { sha256 } from "../canonical.ts";
import { EarnestError, messageOf } from "../errors.ts";
import { many } from "../words.ts";

/** A stretch of text, and how it is set. */
export interface SetText {
  readonly text: string;
  readonly as: "plain" | "strong" | "emphasis" | "code";
}

/** A block of what an owner wrote. */
export type OwnersBlock =
  | { readonly kind: "heading" | "paragraph"; readonly texts: readonly SetText[] }
  | { readonly kind: "list"; readonly ordered: boolean; readonly items: readonly (readonly SetText[])[] }
  | { readonly kind: "code"; readonly text: string };

/** What the owner of a suite says that its evidence cannot show, and the SHA-256 of the file. */
export interface OwnersLimits {
  readonly digest: string;
  readonly blocks: readonly OwnersBlock[];
}

/** Bytes that the file may have: it is read on one page, by people. */
const MOST = 20_000;

/**
 * Reads the Markdown in which the owner of a suite names its limits; null where the suite names no such file. Headings, paragraphs, lists,
 * emphasis and code keep their meaning; all else, links and HTML among it, stays the characters it is written in. Throws SUITE_BROKEN.
 */
export function ownersLimits(file: string | undefined): OwnersLimits | null {
  if (file === undefined) return null;
  const bytes = bytesOf(file);
  if (bytes.length > MOST)
    throw new EarnestError(
      "SUITE_BROKEN",
      `what names the suite’s limits has ${many(bytes.length, "byte")}, and ${MOST} are the most`,
      {
        where: { file },
        next: "Say it shorter: it stands on a page that people read",
      },
    );
  const text = bytes.toString("utf8");
  return { digest: sha256(bytes), blocks: fromMarkdown(text).children.flatMap((node) => blocksOf(node, text)) };
}

function bytesOf(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (cause) {
    throw new EarnestError("SUITE_BROKEN", `what names the suite’s limits cannot be read: ${messageOf(cause)}`, {
      where: { file: String(file) },
      next: 'Write it, as limits: join(import.meta.dirname, "limits.md") names it, or leave the member out',
      cause,
    });
  }
}

function blocksOf(node: Nodes, source: string): OwnersBlock[] {
  switch (node.type) {
    case "heading":
    case "paragraph":
      return [{ kind: node.type, texts: textsOf(node.children, source) }];
    case "list":
      return [{ kind: "list", ordered: node.ordered === true, items: node.children.flatMap((item) => itemsOf(item, source)) }];
    case "code":
      return [{ kind: "code", text: node.value }];
    default:
      return [{ kind: "paragraph", texts: [asWritten(node, source)] }];
  }
}

/** A list within an item follows it: what is said is kept, how deep it stood is not. */
function itemsOf(node: Nodes, source: string): SetText[][] {
  if (!("children" in node)) return [[asWritten(node, source)]];
  return node.children.flatMap((child) => {
    if (child.type === "list") return child.children.flatMap((item) => itemsOf(item, source));
    return [child.type === "paragraph" ? textsOf(child.children, source) : [asWritten(child, source)]];
  });
}

function textsOf(nodes: readonly PhrasingContent[], source: string): SetText[] {
  return nodes.map((node): SetText => {
    if (node.type === "text") return { text: node.value, as: "plain" };
    if (node.type === "inlineCode") return { text: node.value, as: "code" };
    if (node.type === "break") return { text: "\n", as: "plain" };
    const [only, ...more] = node.type === "strong" || node.type === "emphasis" ? node.children : [];
    if (node.type !== "strong" && node.type !== "emphasis") return asWritten(node, source);
    return only?.type === "text" && more.length === 0 ? { text: only.value, as: node.type } : asWritten(node, source);
  });
}

function asWritten(node: Nodes, source: string): SetText {
  return { text: source.slice(node.position?.start.offset ?? 0, node.position?.end.offset ?? 0), as: "plain" };
}
