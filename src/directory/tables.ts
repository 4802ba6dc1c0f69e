import { z } from 'zod';
import { short, type TableSpec } from './csv.js';
import type { Department, District, OutsideDoor, Service } from './types.js';

/** One schema a table. The message of an issue is what the operator reads after `file:line field`. */

const says = (what: string) => (issue: { input?: unknown }) =>
  `"${short(String(issue.input ?? ''))}" ${what}`;
export const matching = (pattern: RegExp, what: string) => z.string().regex(pattern, { error: says(what) });

export const NO_CODE = 'is not a code: capital letters, digits and _ only';
export const NO_ID =
  'is not a numeric id of at most 19 digits (a spreadsheet may have rewritten it: format it as text)';
export const NO_HANDLE = 'is not a handle: 1 to 15 of A-Z, a-z, 0-9 and _, without the @';
const NO_NUMBER = 'is not a whole number from 1 to 99999';
const NO_DAY = 'is not a day like 2026-01-31';

export const text = z.string().min(1, 'it is empty');
export const code = matching(/^[A-Z][A-Z0-9_]*$/, NO_CODE);
const whole = matching(/^[1-9][0-9]{0,4}$/, NO_NUMBER).transform(Number);
const day = z.string().refine(isDay, { error: says(NO_DAY) });
export const list = z
  .string()
  .default('')
  .transform((cell) =>
    cell
      .split(';')
      .map((word) => word.trim())
      .filter((word) => word !== ''),
  );

/** True for a day that exists, written YYYY-MM-DD. */
export function isDay(value: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(value)) return false;
  const at = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(value);
}

export const DEPARTMENTS: TableSpec<Department> = {
  file: 'departments.csv',
  columns: ['code', 'name_en', 'name_hi', 'handle', 'x_user_id', 'ack'],
  needsRows: true,
  schema: z
    .object({
      code,
      name_en: text,
      name_hi: text,
      handle: matching(/^[A-Za-z0-9_]{0,15}$/, NO_HANDLE),
      x_user_id: matching(/^([1-9][0-9]{0,18})?$/, NO_ID),
      ack: z.enum(['always', 'when_inactive', 'off'], {
        error: says('is none of: always, when_inactive, off'),
      }),
    })
    .transform(({ name_en, name_hi, x_user_id, ...row }) => ({
      ...row,
      nameEn: name_en,
      nameHi: name_hi,
      xUserId: x_user_id,
    })),
};

export const SERVICES: TableSpec<Service> = {
  file: 'services.csv',
  columns: ['code', 'name_en', 'name_hi', 'department', 'hours'],
  schema: z
    .object({ code, name_en: text, name_hi: text, department: code, hours: whole })
    .transform(({ name_en, name_hi, ...row }) => ({ ...row, nameEn: name_en, nameHi: name_hi })),
};

export const DISTRICTS: TableSpec<District> = {
  file: 'districts.csv',
  columns: ['code', 'name_en', 'name_hi', 'aliases'],
  needsRows: true,
  schema: z
    .object({ code, name_en: text, name_hi: text, aliases: list, towns: list, caution: list })
    .transform(({ name_en, name_hi, ...row }) => ({ ...row, nameEn: name_en, nameHi: name_hi })),
};

/** A row of officers.csv; the days become instants once the timezone of the policy is known. */
export interface OfficerRow {
  xUserId: string;
  name: string;
  department: string;
  district: string;
  level: number;
  validFrom: string;
  validUntil: string;
}

export const OFFICERS: TableSpec<OfficerRow> = {
  file: 'officers.csv',
  columns: ['x_user_id', 'name', 'department', 'district', 'level', 'valid_from', 'valid_until'],
  schema: z
    .object({
      x_user_id: matching(/^[1-9][0-9]{0,18}$/, NO_ID),
      name: text,
      department: code,
      district: matching(/^([A-Z][A-Z0-9_]*)?$/, NO_CODE),
      level: whole,
      valid_from: day,
      valid_until: z.string().refine((value) => value === '' || isDay(value), { error: says(NO_DAY) }),
    })
    .transform(({ x_user_id, valid_from, valid_until, ...row }) => ({
      ...row,
      xUserId: x_user_id,
      validFrom: valid_from,
      validUntil: valid_until,
    })),
};

export const HOLIDAYS: TableSpec<{ date: string }> = {
  file: 'holidays.csv',
  columns: ['date', 'name_en', 'name_hi'],
  schema: z.object({ date: day }),
};

export const OUTSIDE: TableSpec<OutsideDoor> = {
  file: 'outside.csv',
  columns: ['code', 'name_en', 'name_hi', 'door_en', 'door_hi'],
  optional: true,
  schema: z
    .object({
      code,
      name_en: text,
      name_hi: text,
      door_en: text,
      door_hi: text,
      door_hinglish: z.string().default(''),
    })
    .transform((row) => ({
      code: row.code,
      nameEn: row.name_en,
      nameHi: row.name_hi,
      doorEn: row.door_en,
      doorHi: row.door_hi,
      doorHinglish: row.door_hinglish === '' ? row.door_en : row.door_hinglish,
    })),
};

/** Places outside the state. Each row gives all its spellings. */
export const ELSEWHERE: TableSpec<string[]> = {
  file: 'elsewhere.csv',
  columns: ['name_en', 'name_hi', 'aliases'],
  optional: true,
  schema: z
    .object({ name_en: text, name_hi: z.string(), aliases: list })
    .transform((row) => [row.name_en, row.name_hi, ...row.aliases].filter((name) => name !== '')),
};

/** Accounts known to be programs. They are never answered. */
export const AUTOMATED: TableSpec<{ xUserId: string }> = {
  file: 'automated.csv',
  columns: ['x_user_id', 'name', 'why'],
  optional: true,
  schema: z
    .object({ x_user_id: matching(/^[1-9][0-9]{0,18}$/, NO_ID), name: text, why: text })
    .transform((row) => ({ xUserId: row.x_user_id })),
};
