import { hash, sign, verify } from "node:crypto";
import { EarnestError } from "../errors.ts";
import { minisignLines, strictBase64 } from "./minisignText.ts";
import { keyId, type PublicKey } from "./publicKey.ts";
import type { SecretKey } from "./secretKey.ts";

/** A signature as minisign writes it, taken apart; whether it holds is another question. */
export interface Signature {
  /** Of the key it names. */
  readonly keyId: string;
  /** One line, as far as it is UTF-8; to be shown with marks for what cannot be seen. */
  readonly trustedComment: string;
  /** The same as it was signed together with the signature. */
  readonly comment: Buffer;
  /** Is it over the BLAKE2b digest of the data, as all since 2020 are? */
  readonly prehashed: boolean;
  readonly bytes: Buffer;
  readonly global: Buffer;
}

/** `holds`; the key is `another`; the `data` is not what was signed; the trusted `comment` is not the one that was signed. */
export type SignatureState = "holds" | "another" | "data" | "comment";

const PREHASHED = Buffer.from("ED");
const WHOLE = Buffer.from("Ed");
const TRUSTED = "trusted comment: ";
const UNTRUSTED = "untrusted comment: ";

/** Signs data in minisign's form: prehashed with BLAKE2b-512 (RFC 7693), Ed25519 (RFC 8032), the comment signed along. */
export function signatureText(data: Uint8Array, { key, id, publicKey }: SecretKey, comment: string): string {
  const bytes = sign(null, digestOf(data), key);
  const global = sign(null, Buffer.concat([bytes, Buffer.from(comment)]), key);
  const text = [
    `${UNTRUSTED}signature from minisign secret key ${publicKey.id}`,
    Buffer.concat([PREHASHED, id, bytes]).toString("base64"),
    `${TRUSTED}${comment}`,
    global.toString("base64"),
    "",
  ].join("\n");
  // A comment with a second line in it would be read as something else.
  readSignature(text, "the signature");
  return text;
}

/** Takes a signature apart. Throws KEY_INVALID where it is none. */
export function readSignature(text: string | Uint8Array, file: string): Signature {
  const [untrusted = "", body = "", trusted = "", global = ""] = minisignLines(text, 4, file);
  const bytes = strictBase64(body, 74);
  const whole = strictBase64(global, 64);
  const kind = bytes?.subarray(0, 2);
  const prehashed = kind?.equals(PREHASHED) === true;
  const fits = untrusted.startsWith(UNTRUSTED) && trusted.startsWith(TRUSTED) && (prehashed || kind?.equals(WHOLE) === true);
  if (bytes === undefined || whole === undefined || !fits)
    throw new EarnestError("KEY_INVALID", "this is no signature of minisign", {
      where: { file },
      next: "Sign the file again, or get the signature that belongs to it",
    });
  const comment = Buffer.from(trusted.slice(TRUSTED.length), "latin1");
  return {
    keyId: keyId(bytes.subarray(2, 10)),
    trustedComment: comment.toString("utf8"),
    comment,
    prehashed,
    bytes: bytes.subarray(10),
    global: whole,
  };
}

/** Is this the signature of that key over these data, with its comment? */
export function signatureState(signature: Signature, data: Uint8Array, { id, key }: PublicKey): SignatureState {
  if (signature.keyId !== id) return "another";
  const signed = signature.prehashed ? digestOf(data) : data;
  if (!verify(null, signed, key, signature.bytes)) return "data";
  const comment = Buffer.concat([signature.bytes, signature.comment]);
  return verify(null, comment, key, signature.global) ? "holds" : "comment";
}

function digestOf(data: Uint8Array): Buffer {
  return hash("blake2b512", data, "buffer");
}
