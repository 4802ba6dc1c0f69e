import type { Fault } from '../lib/errors.js';
import type { AnswerRow } from './answers.js';
import { checkPlaces } from './check-places.js';
import type { Row } from './csv.js';
import type { PinCodeRow } from './place-tables.js';
import type { OfficerRow } from './tables.js';
import type { Department, District, DistrictHandle, OutsideDoor, Policy, Service, Station } from './types.js';

/** All tables as read, each row with its line. `policy` is null when its file had a fault. */
export interface Tables {
  departments: Row<Department>[];
  services: Row<Service>[];
  districts: Row<District>[];
  officers: Row<OfficerRow>[];
  holidays: Row<{ date: string }>[];
  outside: Row<OutsideDoor>[];
  handles: Row<DistrictHandle>[];
  stations: Row<Station>[];
  pincodes: Row<PinCodeRow>[];
  answers: AnswerRow[];
  /** Codes by file, those of broken rows too. An empty set: the file could not be read, and that is said already. */
  codes: Record<'departments' | 'districts' | 'services', ReadonlySet<string>>;
  policy: Policy | null;
}

/** What no row can know alone: codes that nobody defines, and two rows that claim the same thing. */
export function checkTables(tables: Tables): Fault[] {
  return [
    ...twice('departments.csv', 'code', tables.departments, (row) => row.code),
    ...twice('departments.csv', 'handle', tables.departments, (row) => row.handle.toLowerCase()),
    ...twice('departments.csv', 'x_user_id', tables.departments, (row) => row.xUserId),
    ...twice('services.csv', 'code', tables.services, (row) => row.code),
    ...twice('districts.csv', 'code', tables.districts, (row) => row.code),
    ...twice('outside.csv', 'code', tables.outside, (row) => row.code),
    ...twice('holidays.csv', 'date', tables.holidays, (row) => row.date),
    ...sameGrants(tables.officers),
    ...unknownCodes(tables),
    ...officerFaults(tables),
    ...sameAnswers(tables),
    ...checkPlaces(tables),
  ];
}

/** Rows that repeat what an earlier row of the file claims. */
export function twice<T>(file: string, field: string, rows: Row<T>[], key: (row: T) => string): Fault[] {
  const first = new Map<string, number>();
  return rows.flatMap(({ line, value }) => {
    const name = key(value);
    const before = first.get(name);
    if (before === undefined || name === '') {
      first.set(name, line);
      return [];
    }
    const detail = `"${name}" stands in line ${before} too`;
    return [{ code: 'DIR-004', where: `${file}:${line} ${field}`, detail }];
  });
}

/** An officer may hold several offices, but not the same one twice at the same time. */
function sameGrants(rows: Row<OfficerRow>[]): Fault[] {
  const end = (row: OfficerRow) => row.validUntil || '9999-12-31';
  return rows.flatMap(({ line, value: row }, at) => {
    const same = rows
      .slice(0, at)
      .find(
        ({ value: other }) =>
          other.xUserId === row.xUserId &&
          other.department === row.department &&
          other.district === row.district &&
          other.validFrom <= end(row) &&
          row.validFrom <= end(other),
      );
    if (same === undefined) return [];
    const detail = `"${row.xUserId}" holds this office in line ${same.line} too`;
    return [{ code: 'DIR-004', where: `officers.csv:${line} x_user_id`, detail }];
  });
}

/** A fault when nobody defines the code; an empty one points at nothing. */
export function unknownCode(
  codes: Tables['codes'],
  list: keyof Tables['codes'],
  where: string,
  code: string,
): Fault[] {
  if (code === '' || codes[list].size === 0 || codes[list].has(code)) return [];
  return [{ code: 'DIR-003', where, detail: `"${code}" is not a code of ${list}.csv` }];
}

function unknownCodes({ services, officers, answers, codes, policy }: Tables): Fault[] {
  const unknown = (list: keyof Tables['codes'], where: string, code: string) =>
    unknownCode(codes, list, where, code);
  return [
    ...unknown('departments', 'policy.yaml nodal', policy?.nodal ?? ''),
    ...services.flatMap((row) =>
      unknown('departments', `services.csv:${row.line} department`, row.value.department),
    ),
    ...officers.flatMap((row) => [
      ...unknown('departments', `officers.csv:${row.line} department`, row.value.department),
      ...unknown('districts', `officers.csv:${row.line} district`, row.value.district),
    ]),
    ...answers.flatMap(({ answer, serviceAt }) => unknown('services', serviceAt, answer.service ?? '')),
  ];
}

function officerFaults({ officers, policy }: Tables): Fault[] {
  const top = policy?.ladder.length ?? Infinity;
  return officers.flatMap(({ line, value }): Fault[] => {
    const faults: Fault[] = [];
    if (value.level > top) {
      const detail = `"${value.level}" is above the ladder of policy.yaml, which ends at ${top}`;
      faults.push({ code: 'DIR-003', where: `officers.csv:${line} level`, detail });
    }
    if (value.validUntil !== '' && value.validUntil < value.validFrom) {
      const detail = `"${value.validUntil}" lies before valid_from`;
      faults.push({ code: 'DIR-002', where: `officers.csv:${line} valid_until`, detail });
    }
    return faults;
  });
}

function sameAnswers({ answers }: Tables): Fault[] {
  const first = new Map<string, string>();
  return answers.flatMap(({ answer, idAt }): Fault[] => {
    const before = first.get(answer.id);
    first.set(answer.id, before ?? idAt);
    return before === undefined
      ? []
      : [{ code: 'DIR-004', where: idAt, detail: `"${answer.id}" stands at ${before} too` }];
  });
}
