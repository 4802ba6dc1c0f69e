import { describe, expect, it } from 'vitest';
import { compareModels, type GateAnswer, type GateText, lacking } from '../../src/intents/gate.js';

/** Texts of one kind, and how many of them the build and the candidate answer wrongly: the first, and the last. */
interface Group extends Partial<Omit<GateText, 'text'>> {
  texts: number;
  builtWrong?: number;
  candidateWrong?: number;
}

const right = ({ intent, owner }: GateText): GateAnswer => ({
  intent,
  owner,
  emergency: intent === 'emergency',
});
const wrong = ({ intent }: GateText): GateAnswer => ({
  intent: intent === 'other' ? 'query' : 'other',
  owner: 'SOMEBODY_ELSE',
  emergency: intent !== 'emergency',
});

function judge(...groups: Group[]) {
  const [built, candidate] = [new Map<string, GateAnswer>(), new Map<string, GateAnswer>()];
  const texts = groups.flatMap(({ texts: size, builtWrong = 0, candidateWrong = 0, ...kind }, group) =>
    Array.from({ length: size }, (_, at): GateText => {
      const text: GateText = { text: `${group} ${at}`, lang: 'en', intent: 'query', owner: null, ...kind };
      built.set(text.text, at < builtWrong ? wrong(text) : right(text));
      candidate.set(text.text, at >= size - candidateWrong ? wrong(text) : right(text));
      return text;
    }),
  );
  const answers = (of: Map<string, GateAnswer>) => (text: string) => of.get(text) as GateAnswer;
  const measures = compareModels(texts, answers(built), answers(candidate));
  return (name: string) => measures.find((measure) => measure.name === name);
}

describe('the gate', () => {
  it('counts text by text what was won and lost', () => {
    expect(judge({ texts: 200, lang: 'hi', builtWrong: 8, candidateWrong: 3 })('intent, hi')).toEqual({
      name: 'intent, hi',
      texts: 200,
      built: 0.96,
      candidate: 0.985,
      won: 8,
      lost: 3,
      refusal: null,
    });
  });

  it.each([
    ['a loss within chance', 400, 0, 4, null],
    ['five lost and none won', 400, 0, 5, 'beyond chance'],
    ['as many lost, but some won', 400, 2, 7, null],
    ['two points exactly', 100, 0, 2, null],
    ['over two points, though chance could do it', 100, 20, 23, 'too many points'],
    ['nothing changed', 400, 0, 0, null],
  ])('a language: %s', (_what, texts, builtWrong, candidateWrong, refusal) => {
    expect(judge({ texts, lang: 'hinglish', builtWrong, candidateWrong })('intent, hinglish')).toMatchObject({
      won: builtWrong,
      lost: candidateWrong,
      refusal,
    });
  });

  it('a department may lose two texts net, not three', () => {
    const lose = (builtWrong: number, candidateWrong: number) =>
      judge({ texts: 12, owner: 'HEALTH', builtWrong, candidateWrong })('department, HEALTH')?.refusal;
    expect([lose(0, 2), lose(1, 3), lose(0, 3), lose(2, 5)]).toEqual([
      null,
      null,
      'too many texts',
      'too many texts',
    ]);
  });

  it('departments with few texts are judged together with all others', () => {
    const few = ['HEALTH', 'POWER', 'ROADS'].map((owner) => ({ texts: 9, owner, candidateWrong: 2 }));
    const measure = judge({ texts: 50, owner: 'HOME' }, ...few);
    expect(measure('department, HEALTH')).toBeUndefined();
    expect(measure('department, HOME')?.refusal).toBeNull();
    expect(measure('department, all')).toMatchObject({ texts: 77, lost: 6, refusal: 'too many points' });
  });

  it.each([
    [100, 0, 1, null],
    [100, 0, 2, 'too many texts'],
    [100, 3, 4, null],
    [1000, 0, 5, null],
    [1000, 0, 6, 'too many texts'],
  ])('of %i emergencies, %i won and %i lost', (texts, builtWrong, candidateWrong, refusal) => {
    const measure = judge({ texts, intent: 'emergency', builtWrong, candidateWrong });
    expect(measure('emergencies found')).toMatchObject({ texts, refusal });
  });

  it('false alarms may rise by one point', () => {
    const rise = (candidateWrong: number) => judge({ texts: 300, candidateWrong })('no false alarm');
    expect(rise(3)).toMatchObject({ candidate: 0.99, refusal: null });
    expect(rise(4)).toMatchObject({ refusal: 'too many points' });
  });
});

it('a set without enough texts of a language, or of emergencies, is no judge', () => {
  const text = (lang: GateText['lang'], intent: GateText['intent']): GateText => ({
    text: '',
    lang,
    intent,
    owner: null,
  });
  const ten = <T>(one: T): T[] => Array.from({ length: 10 }, () => one);
  expect(lacking([...ten(text('en', 'emergency')), ...ten(text('hi', 'query'))])).toEqual([
    'texts in hinglish',
  ]);
  expect(
    lacking([...ten(text('en', 'query')), ...ten(text('hi', 'query')), ...ten(text('hinglish', 'other'))]),
  ).toEqual(['emergencies']);
});
