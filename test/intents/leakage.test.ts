import { describe, expect, it } from 'vitest';
import { leaksBetween, type PlacedRow, tooManyTemplates } from '../../src/intents/leakage.js';
import type { TrainingRow } from '../../src/intents/train.js';

let line = 0;
/** A row at the next line of a file. */
function placed(file: string, row: Partial<TrainingRow>): PlacedRow {
  line += 1;
  return {
    where: `${file}:${line}`,
    row: {
      text: `text ${line}`,
      lang: 'hinglish',
      intent: 'grievance',
      service: null,
      district: null,
      group: `g${line}`,
      template: null,
      ...row,
    },
  };
}

describe('what the two parts share', () => {
  it('is told when it is a text in another script, with the places of both', () => {
    const taught = placed('a.jsonl', { text: '@dmgonda pul toot gaya hai, koi rasta nahi bacha' });
    const fair = placed('test/b.jsonl', { text: 'pul ke upar se pani beh raha, rasta band hai' });
    const planted = placed('test/b.jsonl', { text: 'पुल टूट गया है कोई रास्ता नहीं बचा @Gonda_Police' });
    expect(leaksBetween([taught], [fair])).toEqual([]);
    expect(leaksBetween([taught], [fair, planted])).toEqual([
      { code: 'TRN-002', where: planted.where, detail: `text: 100 % like the one in ${taught.where}` },
    ]);
  });

  it('is told when it is a hand or a template, once each', () => {
    const taught = [
      placed('a.jsonl', { text: 'nali saf nahi hui', group: 'h1', template: 'drain' }),
      placed('a.jsonl', { text: 'kooda gadi nahi aati', group: 'h1' }),
    ];
    const test = [
      placed('test/b.jsonl', { text: 'mandi me taul galat', group: 'h1', template: 'drain' }),
      placed('test/b.jsonl', { text: 'bus adda bahut ganda', group: 'h1' }),
      placed('test/b.jsonl', { text: 'vidyalay band pada hai', group: 'h2' }),
    ];
    expect(leaksBetween(taught, test)).toEqual([
      {
        code: 'TRN-002',
        where: test[0]?.where,
        detail: `group: h1 is also in ${taught[0]?.where}`,
      },
      {
        code: 'TRN-002',
        where: test[0]?.where,
        detail: `template: drain is also in ${taught[0]?.where}`,
      },
    ]);
  });

  it('may be nothing but null templates', () => {
    const [one, other] = [placed('a', { text: 'bijli gayab hai' }), placed('b', { text: 'nal sookha pada' })];
    expect(leaksBetween([one], [other])).toEqual([]);
  });
});

describe('templates', () => {
  const rows = (filled: number, of: number): PlacedRow[] =>
    Array.from({ length: of }, (_, at) => placed('a', { template: at < filled ? 'bill' : null }));

  it('may fill 15 of 100 rows, and not 16', () => {
    expect(tooManyTemplates(rows(15, 100), 'data')).toEqual([]);
    expect(tooManyTemplates(rows(16, 100), 'data')).toEqual([
      { code: 'TRN-003', where: 'data', detail: 'template: 16 of 100 rows have one, at most 15 % may' },
    ]);
  });
});
