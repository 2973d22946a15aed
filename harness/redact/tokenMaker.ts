import { createCipheriv, createDecipheriv, createHmac, hash, scryptSync } from "node:crypto";
import { EarnestError } from "../errors.ts";
import { many } from "../words.ts";

/** 48 bits: among a million values two share a token with a chance of 1 in 500. */
const DIGITS = 12;
/** How many tokens are remembered: a customer's cases tend to stand together. */
const RECENT = 1_000;
/** Characters of a key: a shorter one is found by trying, and with it all that the tokens stand for. */
const SHORTEST = 16;
const IV = 12;
const TAG = 16;
const CIPHER = "aes-256-gcm";

/** Any token, of any dataset. */
export const TOKEN = /\[[a-z][a-z0-9-]{0,23}:[0-9a-f]{12}\]/;

/** Makes tokens, and seals and opens what they stand for. Without a key tokens rest on the dataset's name alone, and nothing can be sealed. */
export class TokenMaker {
  readonly #mac: Buffer;
  readonly #cipher: Buffer | undefined;
  readonly #recent = new Map<string, string>();

  constructor(dataset: string, secret: string | undefined) {
    const salt = `earnest redaction\n${dataset}`;
    const keys = secret === undefined ? hash("sha256", salt, "buffer") : scryptSync(secret, salt, 64);
    this.#mac = keys.subarray(0, 32);
    this.#cipher = secret === undefined ? undefined : keys.subarray(32);
  }

  /** `[name:3f2a9c41d07e]`: the same for the same value, dataset and key. */
  token(name: string, value: string): string {
    const asked = `token\n${name}\n${value}`;
    let token = this.#recent.get(asked);
    if (token !== undefined) return token;
    token = `[${name}:${this.#digest(asked).toString("hex").slice(0, DIGITS)}]`;
    if (this.#recent.size === RECENT) this.#recent.clear();
    this.#recent.set(asked, token);
    return token;
  }

  /** The value, encrypted and bound to its token: base64 of nonce, text and tag. The same value gives the same bytes. */
  seal(token: string, value: string): string {
    // A nonce made from what it encrypts never serves two texts, and needs no chance.
    const nonce = this.#digest(`nonce\n${token}\n${value}`).subarray(0, IV);
    const cipher = createCipheriv(CIPHER, this.#key(), nonce).setAAD(Buffer.from(token));
    return Buffer.concat([nonce, cipher.update(value, "utf8"), cipher.final(), cipher.getAuthTag()]).toString("base64");
  }

  /** The value of a token; undefined when the key is another one or the bytes were changed. */
  open(token: string, sealed: string): string | undefined {
    const bytes = Buffer.from(sealed, "base64");
    if (bytes.length < IV + TAG) return undefined;
    const decipher = createDecipheriv(CIPHER, this.#key(), bytes.subarray(0, IV)).setAAD(Buffer.from(token));
    decipher.setAuthTag(bytes.subarray(bytes.length - TAG));
    const start = decipher.update(bytes.subarray(IV, bytes.length - TAG));
    try {
      return Buffer.concat([start, decipher.final()]).toString("utf8");
    } catch {
      // What was decrypted is not what was sealed.
      return undefined;
    }
  }

  #digest(text: string): Buffer {
    return createHmac("sha256", this.#mac).update(text).digest();
  }

  #key(): Buffer {
    if (this.#cipher === undefined) throw new Error("there is no key to seal with");
    return this.#cipher;
  }
}

/** The secret in an environment variable. Throws KEY_MISSING when it is empty or not set. */
export function secretIn(variable: string): string {
  const secret = process.env[variable];
  if (secret !== undefined && secret !== "") return secret;
  throw new EarnestError("KEY_MISSING", `the key of the redaction is not there: ${variable} is empty or not set`, {
    next: `Set ${variable} to a secret of yours, the same one each time; the tokens are made from it`,
  });
}

/** The same, to make tokens from; KEY_MISSING also for one that somebody could find by trying. */
export function longSecretIn(variable: string): string {
  const secret = secretIn(variable);
  if (secret.length >= SHORTEST) return secret;
  throw new EarnestError(
    "KEY_MISSING",
    `the key of the redaction is too short: ${variable} has ${many(secret.length, "character")}, and needs ${SHORTEST}`,
    { next: `Set ${variable} to a longer one, such as what openssl rand -hex 32 prints, the same one each time` },
  );
}
