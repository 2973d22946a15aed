import { execFileSync, spawnSync } from "node:child_process";
import { sign } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { publicKeyText, readPublicKey } from "./publicKey.ts";
import { isEncrypted, readSecretKey, secretKeyText } from "./secretKey.ts";
import { readSignature, signatureState, signatureText } from "./signature.ts";

/** Made by minisign 0.11 with throw-away keys; the encrypted one was made with little memory at hand. */
const made = (name: string) => readFileSync(join(import.meta.dirname, "testing", name), "utf8");
const DATA = Buffer.from(made("data.txt"));
const PASSWORD = "trial pass";
const plain = readSecretKey(made("plain.key"), "", "plain.key");

test.each([
  ["plain", "prehashed.minisig", "a trusted comment", true],
  ["plain", "whole.minisig", "the older way", false],
  ["encrypted", "encrypted.minisig", "enc", true],
])("a signature of minisign by the %s key holds: %s", (key, file, comment, prehashed) => {
  const publicKey = readPublicKey(made(`${key}.pub`), key);
  const signature = readSignature(made(file), file);
  expect(signature).toMatchObject({ trustedComment: comment, prehashed, keyId: publicKey.id });
  expect(signatureState(signature, DATA, publicKey)).toBe("holds");
  expect(signatureState(signature, Buffer.from("a report"), publicKey)).toBe("data");
  expect(signatureState({ ...signature, comment: Buffer.from(`${comment}.`) }, DATA, publicKey)).toBe("comment");
});

test("another key by the same id does not do", () => {
  const other = readPublicKey(made("encrypted.pub"), "encrypted.pub");
  const signature = readSignature(made("prehashed.minisig"), "s");
  expect(signatureState(signature, DATA, other)).toBe("another");
  expect(signatureState(signature, DATA, { ...other, id: signature.keyId })).toBe("data");
});

test("secret keys of minisign sign as minisign does, byte for byte: the scheme leaves nothing to chance", () => {
  expect(signatureText(DATA, plain, "a trusted comment").split("\n").slice(1)).toEqual(
    made("prehashed.minisig").split("\n").slice(1),
  );
  expect([isEncrypted(made("plain.key"), ""), isEncrypted(made("encrypted.key"), "")]).toEqual([false, true]);
  const opened = readSecretKey(made("encrypted.key"), PASSWORD, "encrypted.key");
  expect(signatureText(DATA, opened, "enc").split("\n").slice(1)).toEqual(made("encrypted.minisig").split("\n").slice(1));
});

test("another password is refused, and so is a key that would take all memory there is", () => {
  expect(() => readSecretKey(made("encrypted.key"), "trial", "k")).toThrow(/the password is not the one/);
  const [comment, base64 = ""] = made("encrypted.key").split("\n");
  const bytes = Buffer.from(base64, "base64");
  bytes.writeBigUInt64LE(2n ** 50n, 46);
  expect(() => readSecretKey(`${comment}\n${bytes.toString("base64")}\n`, PASSWORD, "k")).toThrow(/more time or memory/);
});

const bytes = { id: Buffer.alloc(8, 7), seed: Buffer.alloc(32, 8), salt: Buffer.alloc(32, 9) };

test.each([null, "", "pässword"])("a key of our own is read back, with the password %j", (password) => {
  const text = secretKeyText(bytes, password, { operations: 32_768, memory: 2 ** 24 });
  const key = readSecretKey(text, password ?? "", "own");
  expect(isEncrypted(text, "own")).toBe(password !== null);
  const signed = readSignature(signatureText(DATA, key, "own"), "own");
  expect(signatureState(signed, DATA, readPublicKey(publicKeyText(key.publicKey), "own.pub"))).toBe("holds");
});

test.each<[string, Buffer]>([
  ["an emoji of several characters", Buffer.from("signed \u{1f469}\u200d\u{1f4bb}")],
  ["a letter in Latin-1", Buffer.from("sign\u00e9", "latin1")],
  ["what turns the reading order", Buffer.from("a\u202eb\u2028c")],
])("a comment with %s is checked as its bytes", (_, comment) => {
  const { key } = plain;
  const lines = signatureText(DATA, plain, "own").split("\n");
  const bytes = Buffer.from(lines[1] as string, "base64").subarray(10);
  const global = sign(null, Buffer.concat([bytes, comment]), key).toString("base64");
  const file = Buffer.concat([Buffer.from(`${lines[0]}\n${lines[1]}\ntrusted comment: `), comment, Buffer.from(`\n${global}\n`)]);
  expect(signatureState(readSignature(file, "theirs"), DATA, plain.publicKey)).toBe("holds");
  const other = readSignature(Buffer.concat([file.subarray(0, -90), Buffer.from("x"), file.subarray(-90)]), "theirs");
  expect(signatureState(other, DATA, plain.publicKey)).toBe("comment");
});

describe("what is refused", () => {
  const signature = made("prehashed.minisig");
  test.each([
    ["a comment with a second line", signature.replace("a trusted", "a\ntrusted")],
    ["a comment with a carriage return in it", signature.replace("a trusted", "a\rtrusted")],
    ["a comment that ends in its midst for some", signature.replace("a trusted", "a\0trusted")],
    ["a fifth line", `${signature}more\n`],
    ["base64 with a space", signature.replace("RUR", "RU R")],
    ["base64 without its end", signature.replace("HVQ0=", "HVQ0")],
    ["another algorithm", signature.replace("\nRUR", "\nRVR")],
    ["no trusted comment", signature.replace("trusted comment: a", "untrusted comment: a")],
    ["a file of megabytes", signature + " ".repeat(1_000_000)],
    ["nothing", ""],
  ])("%s", (_, text) => {
    expect(() => readSignature(text, "hostile.minisig")).toThrow(expect.objectContaining({ code: "KEY_INVALID" }));
  });

  test("signing a comment that would be two lines", () => {
    expect(() => signatureText(DATA, plain, "one\ntrusted comment: two")).toThrow(/lines/);
  });
});

/** Named at a distance: the tests do without it. */
const PROGRAM = "minisign";
const installed = spawnSync(PROGRAM, ["-v"]).error === undefined;

test.skipIf(!installed)("minisign takes our signatures and our keys", () => {
  const dir = mkdtempSync(join(tmpdir(), "earnest-minisign-"));
  const at = (name: string) => join(dir, name);
  try {
    const own = secretKeyText(bytes, null);
    const key = readSecretKey(own, "", "own");
    writeFileSync(at("data"), DATA);
    writeFileSync(at("data.minisig"), signatureText(DATA, key, "timestamp:1\tfile:data\thashed"));
    writeFileSync(at("own.key"), own);
    writeFileSync(at("own.pub"), publicKeyText(key.publicKey));
    const said = execFileSync(PROGRAM, ["-Vm", at("data"), "-p", at("own.pub")], { encoding: "utf8" });
    expect(said).toContain("Trusted comment: timestamp:1\tfile:data\thashed");
    execFileSync(PROGRAM, ["-Sm", at("data"), "-s", at("own.key"), "-t", "theirs"]);
    const theirs = readSignature(readFileSync(at("data.minisig"), "utf8"), "theirs");
    expect(signatureState(theirs, DATA, key.publicKey)).toBe("holds");
    writeFileSync(at("locked.key"), secretKeyText(bytes, PASSWORD, { operations: 32_768, memory: 2 ** 24 }));
    execFileSync(PROGRAM, ["-Sm", at("data"), "-s", at("locked.key"), "-t", "locked"], { input: `${PASSWORD}\n` });
    expect(signatureState(readSignature(readFileSync(at("data.minisig"), "utf8"), "l"), DATA, key.publicKey)).toBe("holds");
  } finally {
    rmSync(dir, { recursive: true });
  }
});
