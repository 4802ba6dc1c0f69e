import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { createInterpreter, type Interpreter, ROOT } from '../../src/compose.js';
import { loadDirectory } from '../../src/directory/load-directory.js';
import type { Intent } from '../../src/intents/types.js';
import { readModel } from '../../src/model-file.js';

/**
 * Two hundred and ten ordinary posts about which nobody would argue, by a hand that wrote nothing else here. They are no
 * measure (docs/evaluation.md is): they are what must never break, however the figures of a new model look.
 */
interface Plain {
  text: string;
  intent: Intent;
}

const posts = readFileSync(new URL('./plain-posts.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Plain);
/** Without an answer: `record` in policy.yaml, or an answer to another question. */
const UNANSWERED: ReadonlySet<Intent> = new Set<Intent>(['appreciation', 'abuse_spam', 'other', 'status']);

let read: Interpreter;
beforeAll(() => {
  const directory = loadDirectory(`${ROOT}/data/directory`, `${ROOT}/data/answers`);
  read = createInterpreter(directory, readModel(`${ROOT}/dist/model.bin`).parts);
});

describe('ordinary posts', () => {
  it('that complain all get a case, or a person to read them', () => {
    const dropped = posts
      .filter(({ intent }) => intent === 'grievance')
      .filter(({ text }) => {
        const { intent, needsHuman, emergency } = read(text, null);
        return UNANSWERED.has(intent) && !needsHuman && !emergency;
      });
    expect(dropped).toEqual([]);
  });

  it('that call for help now all ring the alarm', () => {
    expect(posts.filter(({ text, intent }) => intent === 'emergency' && !read(text, null).emergency)).toEqual(
      [],
    );
  });

  it('that do not, hardly ever do', () => {
    const calm = posts.filter(({ intent }) => intent !== 'emergency');
    const rung = calm.filter(({ text }) => read(text, null).emergency);
    expect(rung.length / calm.length).toBeLessThanOrEqual(0.02);
  });

  it('are read for what they are', () => {
    const right = posts.filter(({ text, intent }) => read(text, null).intent === intent);
    expect(right.length / posts.length).toBeGreaterThanOrEqual(0.98);
  });

  it('of two words of weather and a name are still complaints', () => {
    for (const text of [
      'महानगर लखनऊ में कल से बिजली नहीं है',
      'Kidwai Nagar Kanpur mein do din se bijli nahi aa rahi hai',
    ])
      expect(read(text, null)).toMatchObject({ intent: 'grievance', emergency: false });
  });
});
