import { randomBytes } from "node:crypto";
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { EarnestError, messageOf } from "../errors.ts";
import { type PublicKey, publicKeyOf, publicKeyText, readPublicKey } from "../sign/publicKey.ts";
import { isEncrypted, readSecretKey, type SecretKey, secretKeyText } from "../sign/secretKey.ts";
import { ROLES } from "../sign/signoffEntry.ts";
import type { Vouched } from "../verify/vouched.ts";
import { askPassword } from "./askPassword.ts";

/** More than a key takes. */
const LARGEST = 8192;
/** Readable or writable by anybody but the holder. */
const OTHERS = 0o077;

/** The secret key in a file that nobody but its holder can read. Throws KEY_INVALID, as ssh refuses a key that others can read. */
export async function secretKeyIn(file: string, passwordFile: string | undefined): Promise<SecretKey> {
  const text = textOf(file);
  if (publicKeyOf(text.split(/\r?\n/)[1] ?? "") !== undefined)
    throw new EarnestError("KEY_INVALID", "this is a public key, and it takes the secret one to sign", {
      where: { file },
      next: "Name the file of the secret key that it was made together with",
    });
  const { mode } = statSync(file);
  if (process.platform !== "win32" && (mode & OTHERS) !== 0)
    throw new EarnestError(
      "KEY_INVALID",
      `others than its holder may read this key or write it (mode ${(mode & 0o777).toString(8)})`,
      {
        where: { file },
        next: "Keep it to yourself with chmod 600, and make a new key if somebody may have read it",
      },
    );
  const password = isEncrypted(text, file) ? await askPassword("Password of the key: ", passwordFile) : "";
  return readSecretKey(text, password, file);
}

function publicKeyIn(file: string): PublicKey {
  return readPublicKey(textOf(file), file);
}

/** The public key that `FILE` or `role=FILE` names. Throws KEY_INVALID. */
export function vouchedKeyIn(given: string): Vouched {
  const role = ROLES.find((one) => given.startsWith(`${one}=`)) ?? null;
  return { key: publicKeyIn(role === null ? given : given.slice(role.length + 1)), role };
}

/** Makes a pair of keys in two files that are not there yet, and gives the public one. Throws OUTPUT. */
export async function makeKeys(file: string, encrypt: boolean, passwordFile: string | undefined) {
  const password = encrypt ? await chosenPassword(passwordFile) : null;
  const made = secretKeyText({ id: randomBytes(8), seed: randomBytes(32), salt: randomBytes(32) }, password);
  const { publicKey } = readSecretKey(made, password ?? "", file);
  const publicFile = file.endsWith(".key") ? `${file.slice(0, -4)}.pub` : `${file}.pub`;
  write(file, made, 0o600);
  write(publicFile, publicKeyText(publicKey), 0o644);
  return { publicFile, publicKey };
}

async function chosenPassword(file: string | undefined): Promise<string> {
  const password = await askPassword("Password for the new key: ", file);
  if (password === "")
    throw new EarnestError("USAGE", "the password is empty", { next: "Choose one, or make a key without by --no-password" });
  if (file === undefined && (await askPassword("The same again: ", undefined)) !== password)
    throw new EarnestError("USAGE", "the two passwords are not the same", { next: "Try again" });
  return password;
}

function textOf(file: string): string {
  try {
    const found = statSync(file);
    if (found.isFile() && found.size <= LARGEST) return readFileSync(file, "utf8");
  } catch (cause) {
    throw new EarnestError("KEY_INVALID", `the key cannot be read: ${messageOf(cause)}`, { where: { file }, cause, next: NEXT });
  }
  throw new EarnestError("KEY_INVALID", "this is no file of the size of a key", { where: { file }, next: NEXT });
}

const NEXT = "Name the file of a key; earnest sign --new-key makes one";

function write(file: string, text: string, mode: number): void {
  try {
    writeFileSync(file, text, { flag: "wx", mode });
  } catch (cause) {
    throw new EarnestError("OUTPUT", `the key cannot be written: ${messageOf(cause)}`, {
      where: { file },
      next: "Name a file that is not there yet: a key is never written over",
      cause,
    });
  }
}
