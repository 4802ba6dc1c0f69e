import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Evaluation, evaluate, type Inputs } from '../../src/eval/evaluate.js';
import { pagesOf } from '../../src/eval/page.js';
import { settle } from '../../src/eval/settle.js';
import { INTENTS } from '../../src/intents/types.js';
import { tinyInputs } from './given.js';

const folder = mkdtempSync(join(tmpdir(), 'eval-'));
afterAll(() => rmSync(folder, { recursive: true }));

const PLANTED = {
  text: 'Dhanyavad sir, thank you so much, *bahut* | achha kaam <b>👏</b>',
  lang: 'hinglish',
  intent: 'abuse_spam',
  service: null,
  district: 'KANPURDEHAT',
  group: 'planted',
  template: null,
  lookalike: true,
} as const;
const NAMESAKE = {
  ...PLANTED,
  text: 'Kanpur Nagar me sadak kharab hai, gaddhe hi gaddhe',
  intent: 'grievance',
  service: 'ROAD_REPAIR',
} as const;

let inputs: Inputs;
let evaluation: Evaluation;
let pages: Record<string, string>;

/** The desk's answers to the two planted texts are given, so that what is measured is known; it reads the others itself. */
beforeAll(() => {
  const tiny = tinyInputs([PLANTED, NAMESAKE]);
  inputs = {
    ...tiny,
    interpret: (text) => ({
      ...tiny.interpret(text),
      ...(text === PLANTED.text ? { intent: 'appreciation', confidence: 1, district: null } : {}),
      ...(text === NAMESAKE.text ? { district: 'KANPURNAGAR' } : {}),
    }),
  };
  evaluation = evaluate(inputs);
  pages = pagesOf(evaluation);
}, 120_000);

const page = (): string => pages['evaluation.md'] ?? '';

describe('the evaluation', () => {
  it('comes out the same when it is run again', () => {
    expect(pagesOf(evaluate(inputs))).toEqual(pages);
  });

  it('reads each text once and counts it in the confusion matrix', () => {
    expect(evaluation.answers).toHaveLength(inputs.test.length);
    expect(evaluation.confusion.flat().reduce((sum, count) => sum + count, 0)).toBe(inputs.test.length);
    const slices = evaluation.slices.filter(({ by }) => by === 'length');
    expect(slices.reduce((sum, { right }) => sum + right.of, 0)).toBe(inputs.test.length);
  });

  it('shows a planted confusion in the matrix, in its class, and among the errors with its text', () => {
    const without = evaluate({ ...inputs, test: inputs.test.slice(1) });
    const [truth, guess] = [INTENTS.indexOf('abuse_spam'), INTENTS.indexOf('appreciation')];
    const cell = (of: Evaluation): number => of.confusion[truth]?.[guess] ?? 0;
    expect(cell(evaluation)).toBe(cell(without) + 1);
    const spam = (of: Evaluation) => of.classes.find(({ label }) => label === 'abuse_spam');
    expect(spam(evaluation)?.count).toBe((spam(without)?.count ?? 0) + 1);
    expect(spam(evaluation)?.f1).toBeLessThanOrEqual(spam(without)?.f1 ?? 0);
    expect(evaluation.worst[0]).toBe(evaluation.answers[0]);
    expect(page()).toContain('| b.jsonl:1 | abuse_spam | appreciation |');
    // The text cannot break out of its cell.
    expect(page()).toContain('\\*bahut\\* \\| achha kaam \\<b\\>👏\\</b\\>');
  });

  it('counts a district taken for its namesake, and lists it', () => {
    expect(evaluation.places.namesakes.map(({ where }) => where)).toContain('b.jsonl:2');
    expect(page()).toContain('| b.jsonl:2 | KANPURDEHAT | KANPURNAGAR (namesake) |');
  });

  it('sets the desk beside every rival, on the same texts', () => {
    expect(evaluation.compared.map(({ name }) => name)).toEqual([
      'Sunwai',
      'complement naive Bayes, our features',
      'Bernoulli naive Bayes, our features',
      'natural, as it comes',
      'word lists and rules',
    ]);
    const [desk, ...rivals] = evaluation.compared;
    expect(desk?.macroF1).toEqual(evaluation.macroF1);
    expect(desk?.found).toEqual(evaluation.found);
    for (const rival of rivals) {
      expect(rival.found.of).toBe(evaluation.found.of);
      expect(rival.service.of).toBe(evaluation.service.of);
      expect(rival.accuracy).toBeGreaterThan(0);
    }
  });

  it('says of every target whether it is reached, with the figure', () => {
    const section = page().slice(page().indexOf('## What it must reach'), page().indexOf('## Beside'));
    for (const line of section.split('\n').filter((one) => /≥|≤/.test(one)))
      expect(line).toMatch(/\| (reached|\*\*not reached\*\*) \|$/);
    const f1 = evaluation.macroF1.value;
    expect(section).toContain(
      `| intent, macro-F1 | ≥ 0.920 | ${f1.toFixed(3)} | ${f1 >= 0.92 ? 'reached' : '**not reached**'} |`,
    );
  });

  it('writes no place of this machine and no date', () => {
    for (const text of Object.values(pages)) expect(text).not.toMatch(/somewhere|\/tmp|20\d\d-\d\d/);
  });
});

describe('the pictures', () => {
  it('say in words what they show, and have the words beside them on the page', () => {
    for (const [name, text] of Object.entries(pages).filter(([file]) => file.endsWith('.svg'))) {
      expect(text).toMatch(/^<svg [^>]*role="img"/);
      const words = /<desc[^>]*>([^<]+)<\/desc>/.exec(text)?.[1] ?? '';
      expect(words).toContain('right');
      expect(page()).toContain(`${words}](${name})`);
      expect(text).not.toMatch(/NaN|undefined|Infinity/);
    }
  });
});

describe('settling the pages', () => {
  it('writes what differs, then finds nothing; a change is found and, when only checking, left', () => {
    expect(settle(pages, folder, false).sort()).toEqual(Object.keys(pages).sort());
    expect(settle(pages, folder, true)).toEqual([]);
    writeFileSync(join(folder, 'evaluation.md'), 'better than it is\n');
    expect(settle(pages, folder, true)).toEqual(['evaluation.md']);
    expect(readFileSync(join(folder, 'evaluation.md'), 'utf8')).toBe('better than it is\n');
    expect(settle(pages, folder, false)).toEqual(['evaluation.md']);
    expect(readFileSync(join(folder, 'evaluation.md'), 'utf8')).toBe(page());
  });
});
