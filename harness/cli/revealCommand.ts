import { reveal } from "../redact/reveal.ts";
import { redactedOf } from "../run/runFolder.ts";
import { visible } from "../words.ts";
import type { CommonOptions } from "./commands.ts";
import { EXIT } from "./exitCode.ts";
import { say, sayJson } from "./say.ts";

/** earnest reveal: what a token of a run stands for, for who holds the key it was sealed with. */
export async function revealCommand(dir: string, token: string, { json }: CommonOptions): Promise<number> {
  const value = reveal(redactedOf(dir), token);
  if (json === true) sayJson("reveal", { token, value });
  else say(visible(value));
  return EXIT.done;
}
