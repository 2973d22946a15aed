import { readFileSync } from "node:fs";
import { join } from "node:path";
import { reviewAssets } from "../page/assets.ts";

const { css, script, policy } = reviewAssets;
const shell = readFileSync(join(import.meta.dirname, "review.html"), "utf8");

/** The review app as one page that holds nothing of any case, and the policy it is served with. */
export const reviewPage = {
  html: shell.replace("/* style */", () => css).replace("/* script */", () => script),
  policy,
};
