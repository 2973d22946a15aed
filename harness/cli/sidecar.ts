import { createHash } from "node:crypto";
import { closeSync, openSync, rmSync, writeSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { gzipSync } from "node:zlib";
import type { Sidecar } from "../../reports/pageOptions.ts";
import type { Preflight } from "../run/preflight.ts";
import { type ReadCase, readRun } from "../run/readRun.ts";

/** Where a page goes, and the runs it is about. */
export interface PageFile {
  readonly file: string;
  readonly runDirs: readonly string[];
}

/** Characters that are compressed at once. */
const PIECE = 4_000_000;

/** A page in the folder of one of its runs has their ledger beside it; any other may be all that somebody gets. */
export function needsSidecar({ file, runDirs }: PageFile): boolean {
  return runDirs.every((dir) => resolve(dir) !== dirname(resolve(file)));
}

/**
 * Writes all cases that count, whole, as lines of JSON (`{ case, observations }`) into a compressed file beside a page, in the order of
 * sampling, each once. Throws what reading a run, writing a file and looking through a case throw.
 */
export function writeSidecar({ file, runDirs }: PageFile, preflight: Preflight): Sidecar {
  const path = join(dirname(file), `${basename(file, ".html")}.cases.jsonl.gz`);
  const out = openSync(path, "w");
  const hash = createHash("sha256");
  const written = new Set<string>();
  let piece = "";
  const flush = () => {
    // One after the other, compressed pieces are one compressed file.
    const bytes = gzipSync(piece);
    hash.update(bytes);
    for (let at = 0; at < bytes.length; ) at += writeSync(out, bytes, at);
    piece = "";
  };
  const take = ({ case: one, observations }: ReadCase) => {
    if (written.has(one.id)) return;
    written.add(one.id);
    preflight.look({
      ...one,
      at: one.at ?? null,
      outcome: one.outcome ?? null,
      attempts: observations.map((observation) => ({ cells: [], observation, steps: observation.trace.steps.length })),
    });
    piece += `${JSON.stringify({ case: one, observations })}\n`;
    if (piece.length > PIECE) flush();
  };
  try {
    for (const dir of runDirs) readRun(dir, { case: take });
    flush();
  } catch (error) {
    rmSync(path);
    throw error;
  } finally {
    closeSync(out);
  }
  return { name: basename(path), sha256: hash.digest("hex"), cases: written.size };
}
