import { createPublicKey, type KeyObject } from "node:crypto";
import { EarnestError } from "../errors.ts";
import { minisignLines, strictBase64 } from "./minisignText.ts";

/** A key that signatures are checked with. */
export interface PublicKey {
  /** As minisign prints it: 16 hexadecimal digits. Anybody may make a key with a given id. */
  readonly id: string;
  /** As minisign takes it after -P. */
  readonly base64: string;
  readonly key: KeyObject;
}

export const ALGORITHM = Buffer.from("Ed");
const ID = 8;
const KEY = 32;
/** What stands before an Ed25519 key in SubjectPublicKeyInfo (RFC 8410). */
const SPKI = Buffer.from("302a300506032b6570032100", "hex");

/** A public key from its line; undefined where it is none. */
export function publicKeyOf(base64: string): PublicKey | undefined {
  const bytes = strictBase64(base64, ALGORITHM.length + ID + KEY);
  if (bytes === undefined || !bytes.subarray(0, 2).equals(ALGORITHM)) return undefined;
  const key = createPublicKey({ key: Buffer.concat([SPKI, bytes.subarray(10)]), format: "der", type: "spki" });
  return { id: keyId(bytes.subarray(2, 10)), base64, key };
}

/** A public key from the text of its file. Throws KEY_INVALID. */
export function readPublicKey(text: string, file: string): PublicKey {
  const [comment = "", base64 = ""] = minisignLines(text, 2, file);
  const key = comment.startsWith("untrusted comment: ") ? publicKeyOf(base64) : undefined;
  if (key !== undefined) return key;
  throw new EarnestError("KEY_INVALID", "this is no public key of minisign", {
    where: { file },
    next: "Give the .pub file that was made together with the secret key",
  });
}

/** The key as bytes: its algorithm, its id and itself, in base64. */
export function publicBase64(id: Uint8Array, key: Uint8Array): string {
  return Buffer.concat([ALGORITHM, id, key]).toString("base64");
}

/** minisign keeps an id with its last digits first. */
export function keyId(bytes: Uint8Array): string {
  return Buffer.from(bytes).reverse().toString("hex").toUpperCase();
}

/** The file of a public key, as minisign writes it. */
export function publicKeyText({ id, base64 }: PublicKey): string {
  return `untrusted comment: minisign public key ${id}\n${base64}\n`;
}
