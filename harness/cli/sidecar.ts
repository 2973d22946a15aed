import { createHash } from "node:crypto";
import { closeSync, openSync, renameSync, rmSync, writeSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { gzipSync } from "node:zlib";
import type { Sidecar } from "../../reports/pageOptions.ts";
import { EarnestError } from "../errors.ts";
import type { Preflight } from "../run/preflight.ts";
import { type ReadCase, readRun } from "../run/readRun.ts";
import { withoutPeople } from "../run/withoutPeople.ts";

/** Where a page goes, and the runs it is about. */
export interface PageFile {
  readonly file: string;
  readonly runDirs: readonly string[];
  /** Megabytes that were asked for as the most; undefined where nobody did. */
  readonly asked: number | undefined;
}

/** Megabytes that a file beside a page may have unless more were asked for; a larger one is not written (OUTPUT). */
const MOST = 200;

/** Characters that are compressed at once. */
const PIECE = 4_000_000;

/** A page in the folder of one of its runs has their ledger beside it; any other may be all that somebody gets. */
export function needsSidecar({ file, runDirs }: PageFile): boolean {
  return runDirs.every((dir) => resolve(dir) !== dirname(resolve(file)));
}

/** Where the file beside a page stands: named after it, as far as a page may name one. */
export function sidecarOf(page: string): string {
  const name = basename(page, ".html").replaceAll(/[^\p{L}\p{N}._-]/gu, "-");
  const whole = /^[\p{L}\p{N}]/u.test(name) ? name : `page${name}`;
  return join(dirname(page), `${[...whole].slice(0, 80).join("")}.cases.jsonl.gz`);
}

/**
 * Writes all cases that count, whole but for who decided them and how long that took, as lines of JSON (`{ case, observations }`) into a compressed file beside a page, in the order of
 * sampling, each once. Throws what reading a run, writing a file and looking through a case throw.
 */
export function writeSidecar({ file, runDirs, asked = MOST }: PageFile, preflight: Preflight): Sidecar {
  const path = sidecarOf(file);
  const draft = join(dirname(path), `.${basename(path)}.${process.pid}.tmp`);
  const most = Math.max(MOST, asked);
  const out = openSync(draft, "w");
  let size = 0;
  const hash = createHash("sha256");
  const written = new Set<string>();
  let piece = "";
  const flush = () => {
    // One after the other, compressed pieces are one compressed file.
    const bytes = gzipSync(piece);
    hash.update(bytes);
    size += bytes.length;
    if (size > most * 1e6) throw tooLarge(path, most);
    for (let at = 0; at < bytes.length; ) at += writeSync(out, bytes, at);
    piece = "";
  };
  const take = ({ case: whole, observations }: ReadCase) => {
    const one = withoutPeople(whole);
    if (written.has(one.id)) return;
    written.add(one.id);
    preflight.look({
      ...one,
      at: one.at ?? null,
      outcome: one.outcome ?? null,
      rulings: [],
      attempts: observations.map((observation) => ({ cells: [], observation, steps: observation.trace.steps.length })),
    });
    piece += `${JSON.stringify({ case: one, observations })}\n`;
    if (piece.length > PIECE) flush();
  };
  try {
    try {
      for (const dir of runDirs) readRun(dir, { case: take });
      flush();
    } finally {
      closeSync(out);
    }
    renameSync(draft, path);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
  return { name: basename(path), sha256: hash.digest("hex"), cases: written.size };
}

function tooLarge(path: string, most: number): EarnestError {
  return new EarnestError("OUTPUT", `${path}, with all cases, would take more than ${most} MB and is not written`, {
    next: `The ledger has them too; --max-size above ${most} allows it, and lets the page grow as well`,
  });
}
