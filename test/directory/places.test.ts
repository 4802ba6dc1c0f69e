import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkDirectory, loadDirectory } from '../../src/directory/load-directory.js';

const SAMPLE = 'data/directory';

describe('the sample’s places', () => {
  const {
    handles = [],
    stations = [],
    pincodes = new Map<string, string[]>(),
    districts,
  } = loadDirectory(SAMPLE);

  it('has one police handle for each district, made up and unlike any other', () => {
    expect(handles).toHaveLength(75);
    expect(new Set(handles.map(({ district }) => district))).toEqual(new Set(districts.keys()));
    for (const { handle, xUserId, department } of handles) {
      expect(handle).toMatch(/^sw_pol_[a-z]+$/);
      expect(xUserId).toMatch(/^90000000000003000\d{2}$/);
      expect(department).toBe('HOME');
    }
  });

  it('has stations in every district, named in both scripts', () => {
    expect(stations.length).toBeGreaterThanOrEqual(150);
    expect(new Set(stations.map(({ district }) => district))).toEqual(new Set(districts.keys()));
    for (const { nameEn, nameHi } of stations) {
      expect(nameHi).toMatch(/[\u0900-\u097f]/);
      expect(nameEn).not.toMatch(/[\u0900-\u097f]/);
    }
  });

  it('has pin codes of every district, and says nothing twice', () => {
    expect(new Set([...pincodes.values()].flat())).toEqual(new Set(districts.keys()));
    for (const [prefix, codes] of pincodes) {
      const wider = [...prefix]
        .map((_, at) => prefix.slice(0, at))
        .findLast((shorter) => pincodes.has(shorter));
      if (wider !== undefined) expect(codes, prefix).not.toEqual(pincodes.get(wider));
    }
  });
});

describe('a broken copy', () => {
  let home = '';
  let folder = '';
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'sunwai-'));
    folder = join(home, 'directory');
    cpSync(SAMPLE, folder, { recursive: true });
    cpSync('data/answers', join(home, 'answers'), { recursive: true });
  });
  afterEach(() => rmSync(home, { recursive: true }));

  const lines = (file: string) => readFileSync(join(folder, file), 'utf8').trimEnd().split('\n');

  it.each([
    ['handles.csv', 'SW_POL_AGRA,1,HOME,AGRA', 'DIR-004', 'handle', '"sw_pol_agra" stands in line 2 too'],
    ['handles.csv', 'sw_new,9000000000000300001,HOME,AGRA', 'DIR-004', 'x_user_id', 'stands in line 2 too'],
    ['handles.csv', 'SW_Home,1,HOME,AGRA', 'DIR-004', 'handle', '"sw_home" stands in departments.csv:2 too'],
    ['handles.csv', 'sw_new,9000000000000000001,HOME,AGRA', 'DIR-004', 'x_user_id', 'departments.csv:2 too'],
    ['handles.csv', 'sw_new,1,NADA,AGRA', 'DIR-003', 'department', '"NADA"'],
    ['handles.csv', 'sw_new,1,HOME,NADA', 'DIR-003', 'district', '"NADA"'],
    ['handles.csv', 'sw_new,1,HOME,', 'DIR-002', 'district', 'is not a code'],
    ['handles.csv', '@sw_new,1,HOME,AGRA', 'DIR-002', 'handle', '"@sw_new" is not a handle'],
    ['handles.csv', ',1,HOME,AGRA', 'DIR-002', 'handle', 'is not a handle'],
    ['handles.csv', 'sw_new,9.0E+18,HOME,AGRA', 'DIR-002', 'x_user_id', 'is not a numeric id'],
    ['stations.csv', 'LKO_CHOWK,Chowk,चौक,LUCKNOW,', 'DIR-004', 'code', '"LKO_CHOWK" stands in line'],
    ['stations.csv', 'NEW,New,नया,NADA,', 'DIR-003', 'district', '"NADA"'],
    ['stations.csv', 'NEW,,नया,AGRA,', 'DIR-002', 'name_en', 'it is empty'],
    ['pincodes.csv', '2010,AGRA', 'DIR-004', 'prefix', '"2010" stands in line'],
    ['pincodes.csv', '299,AGRA;NADA', 'DIR-003', 'districts', '"NADA"'],
    ['pincodes.csv', '299,AGRA;agra', 'DIR-002', 'districts', 'is not a code'],
    ['pincodes.csv', '0299,AGRA', 'DIR-002', 'prefix', '"0299" is not the beginning of a pin code'],
    ['pincodes.csv', '2990000,AGRA', 'DIR-002', 'prefix', '"2990000" is not the beginning'],
  ])('%s: %s', (file, row, code, field, detail) => {
    writeFileSync(join(folder, file), `${[...lines(file), row].join('\n')}\n`);
    const [fault, ...more] = checkDirectory(folder);
    expect(more).toEqual([]);
    expect(fault).toMatchObject({ code, where: `${file}:${lines(file).length} ${field}` });
    expect(fault?.detail).toContain(detail);
  });

  it('may lack all three files', () => {
    for (const file of ['handles.csv', 'stations.csv', 'pincodes.csv']) rmSync(join(folder, file));
    expect(checkDirectory(folder)).toEqual([]);
    const directory = loadDirectory(folder);
    expect([directory.handles, directory.stations, directory.pincodes?.size]).toEqual([[], [], 0]);
  });
});
