import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { WatchedHandle } from '../../src/bot/ports.js';
import {
  differenceOf,
  ENTERPRISE_RULES,
  type PresentRule,
  SELF_SERVE_RULES,
  wantedRules,
} from '../../src/x/stream-rules.js';

const watched = (handle: string, department = 'ENERGY'): WatchedHandle => ({
  handle,
  xUserId: `id-${handle}`,
  department,
  district: null,
});
const present = (id: string, value: string, tag?: string): PresentRule =>
  tag === undefined ? { id, value } : { id, value, tag };

/** What X holds after the difference was carried out, as X does it: one rule a value. */
function carryOut(rules: readonly PresentRule[], handles: readonly WatchedHandle[]): PresentRule[] {
  const { add, remove } = differenceOf(wantedRules(handles, rules, SELF_SERVE_RULES), rules);
  const left = rules.filter(({ id }) => !remove.includes(id));
  for (const { value } of add) expect(left.map((rule) => rule.value)).not.toContain(value);
  return [...left, ...add.map((rule, at) => ({ ...rule, id: `new-${at}` }))];
}

describe('the rules that are wanted', () => {
  it('are one for each handle, tagged with its department', () => {
    expect(wantedRules([watched('sw_energy'), watched('sw_home', 'HOME')], [], SELF_SERVE_RULES)).toEqual([
      { value: '@sw_energy -is:retweet', tag: 'sunwai:ENERGY' },
      { value: '@sw_home -is:retweet', tag: 'sunwai:HOME' },
    ]);
  });

  it('share rules by department when X has no room for one each', () => {
    const many = Array.from({ length: 2_000 }, (_, at) => watched(`sw_handle_${at}`, `D${at % 84}`));
    const foreign = Array.from({ length: 100 }, (_, at) => present(`f${at}`, `from:somebody${at}`, 'theirs'));
    const rules = wantedRules(many, foreign, SELF_SERVE_RULES);
    expect(rules.length).toBeLessThanOrEqual(900);
    for (const { value } of rules) expect(value.length).toBeLessThanOrEqual(1_024);
    const named = rules.flatMap(({ value, tag }) =>
      [...value.matchAll(/@(\w+)/g)].map(([, handle]) => `${handle} ${tag}`),
    );
    expect(named.sort()).toEqual(many.map((one) => `${one.handle} sunwai:${one.department}`).sort());
    expect(wantedRules(many, [], ENTERPRISE_RULES)).toHaveLength(2_000);
  });
});

describe('the difference', () => {
  it('leaves alone what is as wanted, and everything of others', () => {
    const rules = [
      present('1', '@sw_energy -is:retweet', 'sunwai:ENERGY'),
      present('2', 'cats has:images', 'pets'),
      present('3', '@sw_gone -is:retweet'),
    ];
    expect(differenceOf(wantedRules([watched('sw_energy')], rules, SELF_SERVE_RULES), rules)).toEqual({
      add: [],
      remove: [],
    });
  });

  it('removes our own that are wanted no more, and replaces those with another department', () => {
    const rules = [
      present('1', '@sw_energy -is:retweet', 'sunwai:HOME'),
      present('2', '@sw_gone -is:retweet', 'sunwai:ENERGY'),
    ];
    expect(differenceOf(wantedRules([watched('sw_energy')], rules, SELF_SERVE_RULES), rules)).toEqual({
      add: [{ value: '@sw_energy -is:retweet', tag: 'sunwai:ENERGY' }],
      remove: ['1', '2'],
    });
  });

  it('uses the rule of somebody else that says the same: X would refuse a second', () => {
    const rules = [present('1', '@sw_energy -is:retweet', 'theirs')];
    expect(differenceOf(wantedRules([watched('sw_energy')], rules, SELF_SERVE_RULES), rules)).toEqual({
      add: [],
      remove: [],
    });
  });

  it('carried out leaves nothing to do, covers every handle, and touches no foreign rule', () => {
    const name = fc.stringMatching(/^[a-z_]{1,6}$/);
    const department = fc.constantFrom('ENERGY', 'HOME');
    const handles = fc.array(fc.record({ name, department }), { maxLength: 20 });
    const rule = fc.record({
      value: name.map((handle) => `@${handle} -is:retweet`),
      tag: fc.constantFrom('sunwai:ENERGY', 'sunwai:HOME', 'sunwai:GONE', 'pets', undefined),
    });
    fc.assert(
      fc.property(
        handles,
        fc.uniqueArray(rule, { selector: ({ value }) => value, maxLength: 20 }),
        (names, rules) => {
          const all = names.map((one) => watched(one.name, one.department));
          const before = rules.map(({ value, tag }, at) => present(String(at), value, tag));
          const after = carryOut(before, all);
          expect(carryOut(after, all)).toEqual(after);
          const values = after.map(({ value }) => value);
          expect(new Set(values).size).toBe(values.length);
          for (const { handle } of all) expect(values).toContain(`@${handle} -is:retweet`);
          const foreign = before.filter(({ tag }) => !tag?.startsWith('sunwai:'));
          expect(after).toEqual(expect.arrayContaining(foreign));
          const ours = after.filter(({ tag }) => tag?.startsWith('sunwai:'));
          expect(ours.length).toBeLessThanOrEqual(new Set(all.map(({ handle }) => handle)).size);
        },
      ),
    );
  });
});
