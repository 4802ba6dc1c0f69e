import { beforeAll, describe, expect, it } from 'vitest';
import { classify } from '../../src/intents/classify.js';
import { HEADS, type Model, makeModel } from '../../src/intents/model.js';
import { decodeModel, encodeModel } from '../../src/intents/model-bytes.js';
import { tokensOf } from '../../src/intents/tokens.js';
import { smallParts, someRows } from './rows.js';

let model: Model;
let bytes: Uint8Array;

beforeAll(() => {
  const parts = smallParts();
  model = makeModel(parts);
  bytes = encodeModel(parts);
});

describe('the model', () => {
  it('has the same bytes from the same rows', () => {
    expect(Buffer.compare(encodeModel(smallParts()), bytes)).toBe(0);
  });

  it('comes back from its bytes the same', () => {
    const again = decodeModel(bytes);
    expect(Buffer.compare(encodeModel(again), bytes)).toBe(0);
    const tokens = tokensOf('3 din se bijli nahi aa rahi');
    const fresh = makeModel(again);
    for (const head of HEADS)
      expect(classify(fresh.lookup.known(tokens), fresh.heads[head]).ranked).toEqual(
        classify(model.lookup.known(tokens), model.heads[head]).ranked,
      );
  });

  it('holds no word of a post', () => {
    const text = Buffer.from(bytes).toString('utf8').toLowerCase();
    for (const word of ['bijli', 'बिजली', 'nahi', 'gorakhpur', 'please']) expect(text).not.toContain(word);
  });

  it('is refused, with a reason, when it is cut, longer or something else', () => {
    expect(() => decodeModel(bytes.subarray(0, bytes.length - 1))).toThrow('too early');
    expect(() => decodeModel(Uint8Array.from([...bytes, 0]))).toThrow('too many');
    expect(() => decodeModel(new Uint8Array(0))).toThrow('not a model');
    expect(() => decodeModel(new TextEncoder().encode('SUNWAI-MODEL-1\n{}\n'))).toThrow('not a model');
  });

  it('says why: the weights of the words sum to the calibrated log odds', () => {
    for (const { text } of someRows(60)) {
      const tokens = tokensOf(text);
      const { ranked, explain } = classify(model.lookup.known(tokens), model.heads.intent);
      const [first, second] = [ranked[0], ranked[1]];
      if (first === undefined || second === undefined) throw new Error('no labels');
      const why = explain(
        tokens.map((token) => token.text),
        first.label,
        second.label,
      );
      const sum = why.reduce((total, { weight }) => total + weight, 0);
      expect(sum).toBeCloseTo(Math.log(first.confidence / second.confidence), 6);
    }
  });

  it('gives probabilities that sum to one', () => {
    const { ranked } = classify(model.lookup.known(tokensOf('सड़क टूटी है')), model.heads.service);
    expect(ranked.reduce((sum, { confidence }) => sum + confidence, 0)).toBeCloseTo(1, 9);
  });
});
