import type { Judgement } from "earnest";

type Limits = NonNullable<Judgement["limits"]>;
type SetText = Extract<Limits["blocks"][number], { readonly texts: unknown }>["texts"][number];

/** What the owner of the suite wrote of its limits, block by block; null where they wrote none. */
export function ownersView({ limits, run }: Judgement) {
  if (limits === null) return null;
  const begun = run.files?.find(({ name }) => name === "limits");
  return {
    changed: begun !== undefined && begun.digest !== limits.digest,
    blocks: limits.blocks.map((block) => ({
      heading: block.kind === "heading" ? texts(block.texts) : null,
      paragraph: block.kind === "paragraph" ? texts(block.texts) : null,
      list: block.kind === "list" && !block.ordered ? block.items.map(texts) : null,
      ordered: block.kind === "list" && block.ordered ? block.items.map(texts) : null,
      code: block.kind === "code" ? block.text : null,
    })),
  };
}

function texts(all: readonly SetText[]) {
  return all.map(({ text, as }) => ({ text, strong: as === "strong", emphasis: as === "emphasis", code: as === "code" }));
}
