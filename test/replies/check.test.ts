import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { SunwaiError } from '../../src/lib/errors.js';
import { NAMES } from '../../src/replies/names.js';
import { createRenderer } from '../../src/replies/render.js';
import { MESSAGE_KINDS } from '../../src/replies/types.js';
import { CODE, directory, params, renderer, templates } from './given.js';

function withTemplate(source: string | null, key = 'hi/ack') {
  const changed = new Map(templates);
  if (source === null) changed.delete(key);
  else changed.set(key, source);
  return createRenderer({ templates: changed, directory, timezone: 'Asia/Kolkata' });
}

const ACK = { kind: 'ack', language: 'hi', params } as const;

describe('the check of templates', () => {
  it('finds no fault in our own', () => {
    expect(renderer.check()).toEqual([]);
  });

  it.each([
    ['a missing template', null, /missing/],
    ['an unknown name', '{{code}}\n{{citizen}}', /line 2.*"citizen"/],
    ['an unknown name in a seldom branch', '{{code}}{{#unless dueAt}}{{nobody}}{{/unless}}', /"nobody"/],
    ['an unknown name in a condition', '{{code}}{{#if nobody}}x{{/if}}', /"nobody"/],
    ['a name of another message', '{{code}} {{helpline}}', /"helpline"/],
    ['a block that is not closed', '{{code}} {{#if district}}', /Parse error|Expecting/],
    ['another template', '{{code}} {{> en/ack}}', /another template/],
    ['a look into prototypes', '{{code}}{{constructor}}', /"constructor"/],
    ['a helper that reaches outside', '{{code}}{{lookup this "code"}}', /"lookup"/],
    ['a wording without the code', '{{#vary}}{{code}}{{or}}दर्ज है{{/vary}}', /lacks \{\{code\}\}/],
  ])('names %s', (_, source, detail) => {
    const faults = withTemplate(source).check();
    expect(faults).toEqual([
      { code: 'TPL-001', where: 'templates/hi/ack.hbs', detail: expect.stringMatching(detail) },
    ]);
  });

  it('tells the length of the shortest wording with the longest names', () => {
    const source = `{{code}} {{#vary}}${'x'.repeat(275)}{{or}}${'x'.repeat(271)}{{/vary}}`;
    expect(withTemplate(source).check()).toEqual([
      { code: 'TPL-002', where: 'templates/hi/ack.hbs', detail: expect.stringContaining('281') },
    ]);
  });

  it('refuses to render a broken template, and renders the others', () => {
    const broken = withTemplate('{{citizen}}');
    expect(() => broken.render(ACK, 0)).toThrow(SunwaiError);
    expect(() => broken.render(ACK, 0)).toThrow(/TPL-001 templates\/hi\/ack\.hbs/);
    expect(broken.render({ ...ACK, language: 'en' }, 0)).toContain(CODE);
  });
});

describe('wordings', () => {
  const render = (source: string, variant: number) => withTemplate(source).render(ACK, variant);
  const TWO = '{{code}} {{#vary}}a{{or}}b{{/vary}} {{#vary}}c{{or}}d{{or}}e{{/vary}}';

  it('are read off the digits of the variant', () => {
    const all = [0, 1, 2, 3, 4, 5].map((variant) => render(TWO, variant));
    expect(all).toEqual(['a c', 'b c', 'a d', 'b d', 'a e', 'b e'].map((text) => `${CODE} ${text}`));
    expect(render(TWO, 6)).toBe(render(TWO, 0));
  });

  it('that are too long for these names give way to one that fits', () => {
    const source = `{{code}} {{#vary}}${'x'.repeat(300)}{{or}}short{{/vary}}`;
    expect([render(source, 0), render(source, 1)]).toEqual([`${CODE} short`, `${CODE} short`]);
  });

  it('break lines only where the template says so', () => {
    expect(render('{{code}}\n  one\n\n{{br}}\n two', 0)).toBe(`${CODE} one\nTwo`);
  });
});

describe('docs/templates.md', () => {
  const lines = readFileSync('docs/templates.md', 'utf8').split('\n');

  it.each(MESSAGE_KINDS)('lists the names %s may use', (kind) => {
    const row = lines.find((line) => line.startsWith(`| \`${kind}\` |`)) ?? '';
    const names = [...(row.split('|').at(-2) ?? '').matchAll(/`(\w+)`/g)].map((match) => match[1]);
    expect(row).not.toBe('');
    expect(names.sort()).toEqual([...NAMES[kind]].sort());
  });
});
