import type { Drawing } from "../charts/figure.ts";

/** For tests: every coordinate of a drawing, those inside of paths included. */
export function places({ marks }: Drawing): number[] {
  const text = JSON.stringify(marks);
  const keyed = [...text.matchAll(/"(?:x|y|x1|x2|y1|y2|cx|cy)":"([^"]*)"/g)].map(([, at]) => Number(at));
  const paths = [...text.matchAll(/"d":"([^"]*)"/g)].flatMap(([, d = ""]) =>
    d
      .split(/[MLZ,]+/)
      .filter((at) => at !== "")
      .map(Number),
  );
  return [...keyed, ...paths];
}
