import { createHash } from 'node:crypto';
import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { dirname, extname } from 'node:path';
import type { ModelParts } from './intents/model.js';
import { decodeModel } from './intents/model-bytes.js';
import { type Fault, SunwaiError } from './lib/errors.js';
import { readModel } from './model-file.js';

/** A model as it stands in a file. */
export interface ModelFile {
  file: string;
  bytes: Uint8Array;
  parts: ModelParts;
}

/**
 * The model a desk works with: the one with corrections when it is there and was grown from this very build, else the
 * built one. `fault` says why a model with corrections was left aside. Throws MDL-001 when the built one is no model.
 */
export function modelInUse(built: string, learnt: string): ModelFile & { fault: Fault | null } {
  const grown = readBytes(learnt);
  if (grown === null) return { ...readModel(built), fault: null };
  const base = readModel(built);
  const because = (detail: string) => ({
    ...base,
    fault: { code: 'MDL-002', where: learnt, detail } as const,
  });
  try {
    const parts = decodeModel(grown);
    // After going back to the built model its very bytes lie there.
    if ((parts.base ?? fingerprint(grown)) !== fingerprint(base.bytes))
      return because('it was learnt from another build');
    return { file: learnt, bytes: grown, parts, fault: null };
  } catch (cause) {
    return because(cause instanceof Error ? cause.message : 'it cannot be read');
  }
}

export function fingerprint(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** `var/model.bin` → `var/model.previous.bin`. */
export function previousOf(file: string): string {
  const ending = extname(file);
  return `${file.slice(0, file.length - ending.length)}.previous${ending}`;
}

/**
 * Puts a model in place and keeps `old` beside it. Each file changes in one step: whoever reads, or dies, in between
 * finds whole models. The same bytes again change nothing, so that a repeated call cannot lose what is kept.
 */
export function replaceModel(file: string, bytes: Uint8Array, old: Uint8Array): void {
  const present = readBytes(file);
  if (present !== null && Buffer.compare(present, bytes) === 0) return;
  mkdirSync(dirname(file), { recursive: true });
  writeWhole(previousOf(file), old);
  writeWhole(file, bytes);
}

/** Puts the kept model back, byte for byte. Returns the one that was in its place. Throws LRN-003 when none is kept. */
export function rollBack(file: string): Uint8Array | null {
  const present = readBytes(file);
  try {
    renameSync(previousOf(file), file);
  } catch (cause) {
    throw new SunwaiError(
      { code: 'LRN-003', where: previousOf(file), detail: 'there is no such file' },
      { cause },
    );
  }
  return present;
}

/** Is it a model that corrections went into? */
export function isLearnt(file: string): boolean {
  const bytes = readBytes(file);
  try {
    return bytes !== null && decodeModel(bytes).base !== undefined;
  } catch {
    return false;
  }
}

function readBytes(file: string): Uint8Array | null {
  try {
    return readFileSync(file);
  } catch {
    return null;
  }
}

function writeWhole(file: string, bytes: Uint8Array): void {
  const draft = `${file}.${process.pid}.new`;
  const handle = openSync(draft, 'w');
  try {
    for (let at = 0; at < bytes.length; ) at += writeSync(handle, bytes, at);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(draft, file);
}
