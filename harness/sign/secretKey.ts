import { createPrivateKey, createPublicKey, type KeyObject, scryptSync } from "node:crypto";
import { blake2b } from "@noble/hashes/blake2.js";
import { EarnestError } from "../errors.ts";
import { minisignLines, strictBase64 } from "./minisignText.ts";
import { ALGORITHM, type PublicKey, publicBase64, publicKeyOf } from "./publicKey.ts";

/** A key that signs; it never leaves memory again. */
export interface SecretKey {
  readonly key: KeyObject;
  /** The 8 bytes of its id. */
  readonly id: Buffer;
  readonly publicKey: PublicKey;
}

/** The bytes of a new key, drawn outside. */
export interface KeyBytes {
  /** 8 bytes. */
  readonly id: Uint8Array;
  /** 32 bytes. */
  readonly seed: Uint8Array;
  /** 32 bytes. */
  readonly salt: Uint8Array;
}

/** What a password costs: libsodium's measures, which minisign keeps in the file. */
export interface KdfCost {
  readonly operations: number;
  /** Bytes. */
  readonly memory: number;
}

/** What minisign asks for: about 1 GiB and some seconds for each guess. */
export const SENSITIVE: KdfCost = { operations: 33_554_432, memory: 1_073_741_824 };

const SCRYPT = Buffer.from("Sc");
const PLAIN = Buffer.from([0, 0]);
const CHECKSUM = Buffer.from("B2");
const LENGTH = 158;
/** What stands before the seed of an Ed25519 key in PKCS #8 (RFC 8410). */
const PKCS8 = Buffer.from("302e020100300506032b657004220420", "hex");

/** Does this secret key take a password? Throws KEY_INVALID. */
export function isEncrypted(text: string, file: string): boolean {
  return partsOf(text, file).encrypted;
}

/** Reads a secret key as minisign writes it. Throws KEY_INVALID where it is none, or the password is another. */
export function readSecretKey(text: string, password: string, file: string): SecretKey {
  const { encrypted, salt, cost, sealed } = partsOf(text, file);
  const opened = encrypted ? xor(sealed, stream(password, salt, cost, file)) : sealed;
  const [id, seed, known, sum] = [opened.subarray(0, 8), opened.subarray(8, 40), opened.subarray(40, 72), opened.subarray(72)];
  const key = createPrivateKey({ key: Buffer.concat([PKCS8, seed]), format: "der", type: "pkcs8" });
  const derived = rawPublic(key);
  const summed = !encrypted || sum.equals(checksum(opened.subarray(0, 72)));
  if (!derived.equals(known) || !summed)
    throw fault(file, encrypted ? "the password is not the one of this key" : "the two halves of this key are not one key");
  const publicKey = publicKeyOf(publicBase64(id, derived)) as PublicKey;
  return { key, id, publicKey };
}

/** The file of a new secret key; without a password it is not encrypted. */
export function secretKeyText({ id, seed, salt }: KeyBytes, password: string | null, cost: KdfCost = SENSITIVE): string {
  const key = createPrivateKey({ key: Buffer.concat([PKCS8, seed]), format: "der", type: "pkcs8" });
  const secret = Buffer.concat([id, seed, rawPublic(key)]);
  const summed = Buffer.concat([secret, checksum(secret)]);
  const limits = Buffer.alloc(16);
  limits.writeBigUInt64LE(BigInt(cost.operations), 0);
  limits.writeBigUInt64LE(BigInt(cost.memory), 8);
  const body =
    password === null
      ? Buffer.concat([ALGORITHM, PLAIN, CHECKSUM, Buffer.alloc(48), secret, Buffer.alloc(32)])
      : Buffer.concat([ALGORITHM, SCRYPT, CHECKSUM, salt, limits, xor(summed, stream(password, Buffer.from(salt), cost, ""))]);
  return `untrusted comment: ${password === null ? "minisign secret key, not encrypted" : "minisign encrypted secret key"}\n${body.toString("base64")}\n`;
}

function partsOf(text: string, file: string) {
  const [comment = "", base64 = ""] = minisignLines(text, 2, file);
  const bytes = strictBase64(base64, LENGTH);
  if (bytes === undefined || !comment.startsWith("untrusted comment: ") || !bytes.subarray(0, 2).equals(ALGORITHM))
    throw fault(file, "this is no secret key of minisign");
  const kdf = bytes.subarray(2, 4);
  const encrypted = kdf.equals(SCRYPT);
  if (!encrypted && !kdf.equals(PLAIN)) throw fault(file, "this key is kept in a way that is not known here");
  const cost = { operations: Number(bytes.readBigUInt64LE(38)), memory: Number(bytes.readBigUInt64LE(46)) };
  return { encrypted, salt: bytes.subarray(6, 38), cost, sealed: bytes.subarray(54) };
}

/** What the key is hidden under, as libsodium's scrypt makes it of a password. */
function stream(password: string, salt: Buffer, cost: KdfCost, file: string): Buffer {
  // A key file may come from anywhere; what takes more than minisign ever asks for is no key of a person's.
  if (cost.operations > SENSITIVE.operations * 4 || cost.memory > SENSITIVE.memory * 2)
    throw fault(file, "its password would take more time or memory than minisign ever asks for");
  const { N, p } = scryptCost(cost);
  return scryptSync(password, salt, 104, { N, r: R, p, maxmem: 128 * N * R + 128 * R * p + 2 ** 20 });
}

const R = 8;

/** libsodium's crypto_pwhash_scryptsalsa208sha256: from its two limits to the parameters of RFC 7914. */
function scryptCost({ operations, memory }: KdfCost): { readonly N: number; readonly p: number } {
  const most = Math.max(operations, 32_768);
  const small = most < memory / 32;
  const rounds = small ? most / (R * 4) : memory / (R * 128);
  let log = 1;
  while (log < 63 && 2 ** log <= rounds / 2) log++;
  const N = 2 ** log;
  return { N, p: small ? 1 : Math.max(1, Math.floor(Math.min(most / 4 / N, 0x3fffffff) / R)) };
}

function checksum(secret: Uint8Array): Buffer {
  return Buffer.from(blake2b(Buffer.concat([ALGORITHM, secret]), { dkLen: 32 }));
}

function xor(a: Buffer, b: Buffer): Buffer {
  return Buffer.from(a.map((byte, i) => byte ^ (b[i] as number)));
}

function rawPublic(key: KeyObject): Buffer {
  return createPublicKey(key).export({ format: "der", type: "spki" }).subarray(-32);
}

function fault(file: string, says: string): EarnestError {
  return new EarnestError("KEY_INVALID", says, {
    ...(file === "" ? {} : { where: { file } }),
    next: "Give the secret key that minisign -G or earnest sign --new-key made, and its password",
  });
}
