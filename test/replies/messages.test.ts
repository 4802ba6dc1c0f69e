import twitter from 'twitter-text';
import { describe, expect, it } from 'vitest';
import { weightedLength } from '../../src/lib/weighted-length.js';
import { NAMES } from '../../src/replies/names.js';
import { LANGUAGES, MESSAGE_KINDS, type MessageParams, STAGES } from '../../src/replies/types.js';
import { CODE, extreme, type Language, params, renderer, say } from './given.js';

const VARIANTS = Array.from({ length: 48 }, (_, index) => index * 37);
const EVERY = LANGUAGES.flatMap((language) => MESSAGE_KINDS.map((kind) => [language, kind] as const));
/** What may be missing, and the stages, spread over the variants so that all of them meet. */
function changed(base: MessageParams, variant: number): MessageParams {
  return {
    ...base,
    stage: STAGES[variant % STAGES.length] ?? 'open',
    district: variant % 2 === 0 ? (base.district ?? null) : null,
    nextLevel: variant % 3 === 0 ? null : (base.nextLevel ?? null),
    dueAt: variant % 5 === 0 ? null : (base.dueAt ?? null),
  };
}

function texts(language: Language, kind: (typeof MESSAGE_KINDS)[number]): string[] {
  return [params, extreme(language, true), extreme(language, false)].flatMap((base) =>
    VARIANTS.flatMap((variant) => [
      say(kind, language, base, variant),
      say(kind, language, changed(base, variant), variant),
    ]),
  );
}

describe.each(EVERY)('every wording of %s/%s', (language, kind) => {
  const all = [...new Set(texts(language, kind))];

  it('fits into a post, by twitter-text and by our own count', () => {
    for (const text of all) {
      const { weightedLength: counted, valid } = twitter.parseTweet(text);
      expect([text, counted, valid]).toEqual([text, weightedLength(text), true]);
    }
  });

  it('makes no link, calls nobody, and tags nothing but our commands', () => {
    for (const text of all) {
      expect(twitter.extractUrls(text)).toEqual([]);
      expect(twitter.extractMentions(text)).toEqual([]);
      for (const tag of twitter.extractHashtags(text))
        expect(language === 'hi' ? ['स्थिति', 'बंद'] : ['status', 'close']).toContain(tag);
      if (!kind.startsWith('officer')) expect(text).not.toMatch(/#close|#बंद/u);
    }
  });

  it('holds the code exactly when there is one', () => {
    for (const text of all) expect(text.includes(CODE)).toBe(NAMES[kind].includes('code'));
  });

  it('has no gap, no glued or empty words, no exclamation and no emoji', () => {
    for (const text of all) {
      expect(text).not.toMatch(/\s[,.:;।]|[.।?:,][\p{L}]|[,:;]{2}| {2}|\(\)|undefined|null|\{|\}/u);
      expect(text).not.toMatch(/!|\p{Extended_Pictographic}/u);
      expect(text).toBe(text.normalize('NFC'));
    }
  });

  it('is written in one script', () => {
    for (const text of all) {
      const words = text.replaceAll(CODE, '');
      expect(words).not.toMatch(language === 'hi' ? /[A-Za-z]/ : /\p{Script=Devanagari}/u);
    }
  });

  it('offers at least four wordings', () => {
    const wordings = new Set(VARIANTS.map((variant) => say(kind, language, {}, variant)));
    expect(wordings.size).toBeGreaterThanOrEqual(kind === 'ack' ? 8 : 4);
  });
});

describe.each(LANGUAGES)('in %s', (language) => {
  it('two variants of an acknowledgement never read the same', () => {
    const wordings = Array.from({ length: 40 }, (_, variant) => say('ack', language, {}, variant));
    expect(new Set(wordings).size).toBe(40);
  });

  it('the same variant gives the same text', () => {
    expect(say('ack', language, {}, 11)).toBe(say('ack', language, {}, 11));
  });

  it('the helpline stands in the first line of an emergency, before the code', () => {
    for (const variant of VARIANTS) {
      const [first = ''] = say('ack_emergency', language, { helpline: '1090' }, variant).split('\n');
      expect(first).toContain('1090');
      expect(first).not.toContain(CODE);
    }
  });

  it('says recorded, who, by when and how to ask, in this order', () => {
    for (const variant of VARIANTS) {
      const text = say('ack', language, {}, variant);
      const places = [CODE, { en: 'Home', hi: 'गृह', hinglish: 'Home' }[language], '26 ', '#'].map((word) =>
        text.indexOf(word),
      );
      expect(places).not.toContain(-1);
      expect(places).toEqual([...places].sort((a, b) => a - b));
    }
  });

  it('asks for the district only when it is not known', () => {
    const asks = { en: /district\b/i, hi: /ज़िल/u, hinglish: /\bzil/i }[language];
    const change = { level: 2, nextLevel: 3 };
    for (const variant of VARIANTS) {
      expect(say('ack', language, { ...change, district: null }, variant)).toMatch(asks);
      expect(say('ack', language, change, variant)).not.toMatch(asks);
    }
  });

  it('says every stage in its own words', () => {
    const said = STAGES.map((stage) => say('status', language, { stage, dueAt: null }));
    // Open and acknowledged are the same to a citizen: no work is reported.
    expect(new Set(said).size).toBe(STAGES.length - 1);
  });

  it('names the last deadline instead of a climb at the top of the ladder', () => {
    const climbs = { en: /goes up/, hi: /भेजी जाएगी/u, hinglish: /jaayegi/ }[language];
    const last = { en: /last deadline/, hi: /आख़िरी समय सीमा/u, hinglish: /aakhri samay/i }[language];
    for (const kind of ['ack', 'status', 'disputed', 'triage'] as const) {
      expect(say(kind, language)).toMatch(climbs);
      expect(say(kind, language, { nextLevel: null })).toMatch(last);
      expect(say(kind, language, { nextLevel: null })).not.toMatch(climbs);
    }
  });

  it('a closed case has no deadline', () => {
    for (const stage of ['confirmed', 'unconfirmed', 'rejected'])
      expect(say('status', language, { stage })).not.toContain('26 ');
  });

  it('the facts are the same in every wording', () => {
    for (const variant of VARIANTS) {
      const text = say('status', language, {}, variant);
      for (const fact of [CODE, '24 ', '26 ', '6 ']) expect(text).toContain(fact);
    }
  });
});

describe('names', () => {
  it('are left out when the directory does not know them', () => {
    const message = { kind: 'ack', language: 'en', params: { ...params, department: 'GONE' } } as const;
    expect(renderer.render(message, 0)).not.toMatch(/GONE|department\b,/);
  });

  it('are those of the language', () => {
    expect(say('disputed', 'en', { level: 2, nextLevel: 3 })).toContain('department head, Home department');
    expect(say('disputed', 'hi', { level: 2, nextLevel: 3 })).toContain('विभागाध्यक्ष');
    expect(say('disputed', 'hinglish', { level: 2, nextLevel: 3 })).toContain('vibhag ke head');
    expect(say('outside', 'hi')).toContain('139 पर कॉल करें');
    expect(say('answer', 'en')).toContain('Form 6');
  });
});
