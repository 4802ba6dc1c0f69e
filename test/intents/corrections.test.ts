import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { addCorrections, type Correction } from '../../src/intents/corrections.js';
import { eachCount } from '../../src/intents/counts.js';
import { FAMILIES, namesOf } from '../../src/intents/features.js';
import { hashFeatures, readHashedFeatures } from '../../src/intents/hashed-features.js';
import { labelFor } from '../../src/intents/labels.js';
import { HEADS, type ModelParts, makeModel } from '../../src/intents/model.js';
import { decodeModel, encodeModel } from '../../src/intents/model-bytes.js';
import { tokensOf } from '../../src/intents/tokens.js';
import { type TrainingRow, type TrainOptions, trainParts } from '../../src/intents/train.js';
import { someRows } from './rows.js';

/** With every feature kept, however few texts hold it: then nothing depends on what was left out. */
const least = Object.fromEntries(FAMILIES.map((family) => [family, 1])) as TrainOptions['least'];
const train = (rows: readonly TrainingRow[]) => trainParts(rows, { least, folds: 2 }).parts;
const asCorrection = (row: TrainingRow): Correction => ({
  features: hashFeatures(tokensOf(row.text)),
  intent: labelFor('intent', row),
  service: labelFor('service', row),
});

/** The counts as plain data: by hash, then by label. */
function plain({ vocabulary, counts }: ModelParts) {
  const heads = (['intent', 'service'] as const).map((head) => {
    const { labels, totals, totalExamples, smoothing, sizes, masses } = counts[head];
    const features: string[] = [];
    for (let at = 0; at < vocabulary.families.length; at += 1) {
      const name = `${vocabulary.high[at]} ${vocabulary.low[at]} ${vocabulary.families[at]}`;
      eachCount(counts[head], at, (label, count) => features.push(`${name} ${labels[label]} ${count}`));
    }
    return { labels, totals, totalExamples, smoothing, sizes, masses, features };
  });
  return { features: vocabulary.families.length, heads };
}

let rows: TrainingRow[];
beforeAll(() => {
  rows = someRows(40);
});

describe('corrections counted', () => {
  it('give the counts natural would have, had the texts been in the training', () => {
    const [first, rest] = [rows.slice(0, -9), rows.slice(-9)];
    const added = addCorrections(train(first), rest.map(asCorrection));
    expect(plain(added)).toEqual(plain(train(rows)));
  });

  it('bring along a label nobody had, in its place', () => {
    const without = rows.filter(({ intent }) => intent !== 'appreciation');
    const missing = rows.filter(({ intent }) => intent === 'appreciation');
    expect(missing.length).toBeGreaterThan(0);
    const added = addCorrections(train(without), missing.map(asCorrection));
    expect(plain(added)).toEqual(plain(train([...without, ...missing])));
    expect(added.counts.intent.labels).toContain('appreciation');
  });

  it('one after the other give what all at once give, byte for byte', () => {
    const corrections = rows.slice(-5).map(asCorrection);
    const start = train(rows.slice(0, -5));
    const stepwise = corrections.reduce((parts, one) => addCorrections(parts, [one]), start);
    expect(encodeModel(stepwise)).toEqual(encodeModel(addCorrections(start, corrections)));
  });

  it('teach a head nothing about what nobody said', () => {
    const start = train(rows);
    const post = {
      features: hashFeatures(tokensOf('bijli ka bill galat aaya')),
      intent: null,
      service: null,
    };
    expect(plain(addCorrections(start, [post])).heads).toEqual(plain(start).heads);
    const half = addCorrections(start, [{ ...post, intent: 'query' }]);
    expect(plain(half).heads[1]).toEqual(plain(start).heads[1]);
    expect(half.counts.intent.totalExamples).toBe(start.counts.intent.totalExamples + 1);
  });

  it('leave temperatures, the bar and the alarm as they were; none at all give the same bytes', () => {
    const start = train(rows);
    const { temperatures, sureIntent, alarm } = addCorrections(start, rows.slice(0, 3).map(asCorrection));
    expect({ temperatures, sureIntent, alarm }).toEqual({
      temperatures: start.temperatures,
      sureIntent: start.sureIntent,
      alarm: start.alarm,
    });
    expect(encodeModel(addCorrections(start, []))).toEqual(encodeModel(start));
  });

  it('make a model that works and comes back from its file, with the build it grew from', () => {
    const parts = {
      ...addCorrections(train(rows), rows.slice(0, 3).map(asCorrection)),
      base: 'a'.repeat(64),
    };
    const again = decodeModel(encodeModel(parts));
    expect(again.base).toBe(parts.base);
    const [mine, theirs] = [makeModel(parts), makeModel(again)];
    const tokens = tokensOf('3 din se bijli nahi aa rahi');
    for (const head of HEADS)
      expect(theirs.heads[head].scorer.score(theirs.lookup.known(tokens))).toEqual(
        mine.heads[head].scorer.score(mine.lookup.known(tokens)),
      );
  });
});

describe('hashed features', () => {
  it('are those natural counts, each once, and nothing of the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const tokens = tokensOf(text);
        const features = readHashedFeatures(hashFeatures(tokens));
        expect(features).toHaveLength(namesOf(tokens).length);
        expect(features.map(({ high, low }) => high * 65_536 + low)).toEqual(
          features.map(({ high, low }) => high * 65_536 + low).sort((a, b) => a - b),
        );
      }),
    );
  });

  it('do not tell in which order the words stood', () => {
    const [one, other] = ['सड़क टूटी', 'टूटी सड़क'].map((text) =>
      readHashedFeatures(hashFeatures(tokensOf(text))).filter(({ family }) => family === 0),
    );
    expect(one).toEqual(other);
  });

  it('cut in the middle are refused', () => {
    expect(() => readHashedFeatures(hashFeatures(tokensOf('bijli nahi')).subarray(1))).toThrow(RangeError);
  });
});
