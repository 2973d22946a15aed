import { readFileSync } from "node:fs";
import { EarnestError, messageOf } from "../errors.ts";
import { EXIT } from "./exitCode.ts";

/** A password from the first line of a file, or from whoever sits at the terminal, unseen. Throws USAGE where neither is there, or the file cannot be read. */
export async function askPassword(prompt: string, file: string | undefined): Promise<string> {
  if (file !== undefined) return firstLine(file);
  const { stdin, stderr } = process;
  if (!stdin.isTTY)
    throw new EarnestError("USAGE", "the key takes a password, and there is no terminal to ask for it", {
      next: "Name a file that holds it with --password-file",
    });
  stderr.write(prompt);
  stdin.setRawMode(true);
  stdin.setEncoding("utf8");
  let typed = "";
  try {
    for await (const part of stdin.iterator({ destroyOnReturn: false }) as AsyncIterable<string>) {
      for (const key of part) {
        if (key === "\r" || key === "\n" || key === "\u0004") return typed;
        if (key === "\u0003") process.exit(EXIT.interrupted);
        if (key === "\u007f" || key === "\b") typed = [...typed].slice(0, -1).join("");
        else typed += key;
      }
    }
    return typed;
  } finally {
    stdin.setRawMode(false);
    stdin.pause();
    stderr.write("\n");
  }
}

function firstLine(file: string): string {
  try {
    return readFileSync(file, "utf8").split(/\r?\n/)[0] ?? "";
  } catch (cause) {
    throw new EarnestError("USAGE", `the password cannot be read: ${messageOf(cause)}`, {
      where: { file },
      next: "Name a file that holds it with --password-file",
      cause,
    });
  }
}
