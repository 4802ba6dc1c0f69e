import { describe, expect, it } from 'vitest';
import { loadDirectory } from '../../src/directory/load-directory.js';
import { grantsOf, officeByHandle, officeHandles } from '../../src/directory/look-up.js';

const directory = loadDirectory('data/directory');
const at = (iso: string) => Date.parse(iso);
const now = at('2026-11-24T06:00:00Z');
const FORMER = '9000000000000100006';

describe('look-ups', () => {
  it('knows for whom a handle speaks, in any case', () => {
    expect(officeByHandle(directory, '@SW_Energy')).toMatchObject({ department: 'ENERGY', district: null });
    expect(officeByHandle(directory, 'SW_pol_Agra')).toMatchObject({ department: 'HOME', district: 'AGRA' });
    expect(officeByHandle(directory, 'sw_energ')).toBeNull();
    expect(officeByHandle(directory, '')).toBeNull();
  });

  it('lists the departments’ own handles before those of districts', () => {
    const all = officeHandles(directory);
    expect(all).toHaveLength(84 + 75);
    expect(all.slice(0, 84).every(({ district }) => district === null)).toBe(true);
    expect(new Set(all.map(({ handle }) => handle.toLowerCase())).size).toBe(all.length);
    expect(new Set(all.map(({ xUserId }) => xUserId)).size).toBe(all.length);
  });

  it('knows the offices of the sample officers', () => {
    const offices = (id: number) =>
      grantsOf(directory, `9000000000000100${String(id).padStart(3, '0')}`, now).map((o) => [
        o.department,
        o.district,
        o.level,
      ]);
    expect(offices(1)).toEqual([['ENERGY', 'LUCKNOW', 1]]);
    expect(offices(2)).toEqual([['ENERGY', 'KANPURNAGAR', 1]]);
    expect(offices(3)).toEqual([['ENERGY', null, 2]]);
    expect(offices(4)).toEqual([['HOME', 'GORAKHPUR', 1]]);
    expect(offices(5)).toEqual([['HOME', null, 3]]);
    expect(offices(999)).toEqual([]);
  });

  it('ends an office at the midnight after its last day, in the timezone of the policy', () => {
    expect(grantsOf(directory, FORMER, now)).toEqual([]);
    expect(grantsOf(directory, FORMER, at('2026-03-31T18:29:59.999Z'))).toHaveLength(1);
    expect(grantsOf(directory, FORMER, at('2026-03-31T18:30:00Z'))).toEqual([]);
    expect(grantsOf(directory, FORMER, at('2024-03-31T18:29:59Z'))).toEqual([]);
    expect(grantsOf(directory, FORMER, at('2024-03-31T18:30:00Z'))).toHaveLength(1);
  });

  it('never knows anyone by handle', () => {
    expect(grantsOf(directory, 'sw_energy', now)).toEqual([]);
    expect(grantsOf(directory, '', now)).toEqual([]);
  });
});
