import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const CARD = fileURLToPath(new URL("../../../datasets/refund-desk/README.md", import.meta.url));

export interface Stated {
  readonly match: number;
  readonly serious: number;
  readonly coverage: number;
  readonly people: number;
}

/** For tests: the true rates as the dataset's card states them, as shares, by the first column of its table. */
export function statedRates(): ReadonlyMap<string, Stated> {
  const rows = readFileSync(CARD, "utf8").matchAll(/^\| (`\w+`.*?) \| ([\d.]+) \| ([\d.]+) \| ([\d.]+) \| ([\d.]+) \|$/gm);
  return new Map(
    [...rows].map(([, name = "", ...figures]) => {
      const [match, serious, coverage, people] = figures.map((figure) => Number(figure) / 100) as [
        number,
        number,
        number,
        number,
      ];
      return [name.replaceAll("`", ""), { match, serious, coverage, people }];
    }),
  );
}
