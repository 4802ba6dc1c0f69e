import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { figureOf, median, type Row, ratios } from '../figures.js';
import { duration, ROUNDS, turns } from '../rounds.js';
import { MODEL } from './corpus.js';
import type { Kind, Loaded } from './ready-process.js';

const PROCESS = fileURLToPath(new URL('./ready-process.js', import.meta.url));
const KINDS: readonly Kind[] = ['bare', 'read', 'sunwai', 'natural'];
const MEGABYTE = 1024 * 1024;

/** What it takes until a fresh process can read posts. `json`: stock natural of the same texts, as it saves itself. */
export function measureReady(json: string): Row[] {
  const folder = mkdtempSync(join(tmpdir(), 'sunwai-bench-'));
  try {
    const saved = join(folder, 'natural.json');
    writeFileSync(saved, json);
    return rowsOf(loadInRounds(saved), statSync(MODEL).size, json.length);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Every kind in a process of its own, once a round. */
function loadInRounds(saved: string): Record<Kind, Loaded[]> {
  const loaded: Record<Kind, Loaded[]> = { bare: [], read: [], sunwai: [], natural: [] };
  for (let round = 0; round < ROUNDS; round += 1)
    for (const turn of turns(KINDS.length, round)) {
      const kind = KINDS[turn] as Kind;
      const file = kind === 'natural' ? saved : MODEL;
      const told = execFileSync(process.execPath, [PROCESS, kind, file], { encoding: 'utf8' });
      loaded[kind].push(JSON.parse(told) as Loaded);
    }
  return loaded;
}

function rowsOf({ bare, read, sunwai, natural }: Record<Kind, Loaded[]>, size: number, saved: number): Row[] {
  const ready = (of: readonly Loaded[]): number[] => of.map((one) => one.ready);
  const first = (of: readonly Loaded[]): number[] => of.map((one) => one.first);
  const held = (of: readonly Loaded[]): number[] =>
    of.map(({ memory }, round) => (memory - (bare[round]?.memory ?? 0)) / MEGABYTE);
  const timed = (what: string, peer: string, ours: readonly number[], theirs: readonly number[]): Row => ({
    what,
    peer,
    ours: duration(median(ours)),
    theirs: duration(median(theirs)),
    figure: figureOf(ratios(ours, theirs), '×'),
    target: null,
  });
  const inMilliseconds = ready(sunwai).map((time) => time / 1000);
  const megabytes = (bytes: number): string => `${(bytes / MEGABYTE).toFixed(2)} MB`;
  return [
    timed('model ready, fresh process', 'the same bytes only read', ready(sunwai), ready(read)),
    timed('model ready, fresh process', 'stock natural, words, from its JSON', ready(sunwai), ready(natural)),
    {
      what: 'model ready, fresh process (this machine)',
      peer: null,
      ours: duration(median(ready(sunwai))),
      theirs: '',
      figure: figureOf(inMilliseconds, 'ms'),
      target: { atMost: 15 },
    },
    timed('the first post after that', 'stock natural, words', first(sunwai), first(natural)),
    {
      what: 'size of the model',
      peer: 'stock natural, words, as JSON',
      ours: megabytes(size),
      theirs: megabytes(saved),
      figure: figureOf([size / MEGABYTE], 'MB'),
      target: { atMost: 1.5 },
    },
    {
      what: 'memory over a bare process, model loaded',
      peer: 'stock natural, words',
      ours: `${median(held(sunwai)).toFixed(1)} MB`,
      theirs: `${median(held(natural)).toFixed(1)} MB`,
      figure: figureOf(ratios(held(sunwai), held(natural)), '×'),
      target: null,
    },
  ];
}
