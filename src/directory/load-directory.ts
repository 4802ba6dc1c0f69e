import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Fault, SunwaiError } from '../lib/errors.js';
import { readAnswers } from './answers.js';
import { checkTables, type Tables } from './check-directory.js';
import { type Row, readTable, type TableSpec } from './csv.js';
import { endOfDay, startOfDay } from './days.js';
import { HANDLES, PINCODES, STATIONS } from './place-tables.js';
import { readPolicy } from './policy.js';
import * as tables from './tables.js';
import type { Directory, Officer, Policy } from './types.js';

/**
 * Reads the whole directory once. Either all of it is good, or a SunwaiError names every fault found, each with
 * file:line and field. Answers are read from `answersFolder`, by default the folder `answers` beside `folder`.
 */
export function loadDirectory(
  folder: string,
  answersFolder = join(resolve(folder), '..', 'answers'),
): Directory {
  const { directory, faults } = read(folder, answersFolder);
  if (directory === null || faults.length > 0) throw new SunwaiError(faults);
  return directory;
}

/** Every fault of the directory, in the order of its files; an empty list when all is good. Throws nothing. */
export function checkDirectory(
  folder: string,
  answersFolder = join(resolve(folder), '..', 'answers'),
): Fault[] {
  return read(folder, answersFolder).faults;
}

function read(folder: string, answersFolder: string): { directory: Directory | null; faults: Fault[] } {
  const faults: Fault[] = [];
  const table = <T>(spec: TableSpec<T>, claimed?: Set<string>): Row<T>[] => {
    const path = join(folder, spec.file);
    return spec.optional && !existsSync(path) ? [] : readTable(path, spec, faults, claimed);
  };
  const codes = { departments: new Set<string>(), services: new Set<string>(), districts: new Set<string>() };
  const policy = readPolicy(join(folder, 'policy.yaml'), faults);
  const read: Tables = {
    departments: table(tables.DEPARTMENTS, codes.departments),
    services: table(tables.SERVICES, codes.services),
    districts: table(tables.DISTRICTS, codes.districts),
    officers: table(tables.OFFICERS),
    holidays: table(tables.HOLIDAYS),
    outside: table(tables.OUTSIDE),
    handles: table(HANDLES),
    stations: table(STATIONS),
    pincodes: table(PINCODES),
    answers: readAnswers(answersFolder, faults),
    codes,
    policy,
  };
  const elsewhere = table(tables.ELSEWHERE).flatMap((row) => row.value);
  const automated = new Set(table(tables.AUTOMATED).map((row) => row.value.xUserId));
  faults.push(...checkTables(read));
  if (policy === null) return { directory: null, faults };
  const directory: Directory = {
    departments: byCode(read.departments),
    services: byCode(read.services),
    districts: byCode(read.districts),
    officers: read.officers.map((row) => officer(row.value, policy)),
    outside: byCode(read.outside),
    answers: read.answers.map((row) => row.answer),
    policy,
    holidays: new Set(read.holidays.map((row) => row.value.date)),
    elsewhere,
    automated,
    handles: read.handles.map((row) => row.value),
    stations: read.stations.map((row) => row.value),
    pincodes: new Map(read.pincodes.map(({ value }) => [value.prefix, value.districts])),
  };
  return { directory, faults };
}

function byCode<T extends { code: string }>(rows: Row<T>[]): ReadonlyMap<string, T> {
  return new Map(rows.map((row) => [row.value.code, row.value]));
}

/** In the file `valid_until` is the last day of office; as an instant it is exclusive: the moment that day is over. */
function officer(row: tables.OfficerRow, { timezone }: Policy): Officer {
  return {
    xUserId: row.xUserId,
    name: row.name,
    department: row.department,
    district: row.district === '' ? null : row.district,
    level: row.level,
    validFrom: startOfDay(row.validFrom, timezone),
    validUntil: row.validUntil === '' ? null : endOfDay(row.validUntil, timezone),
  };
}
