import { z } from 'zod';
import type { TableSpec } from './csv.js';
import { code, list, matching, NO_CODE, NO_HANDLE, NO_ID, text } from './tables.js';
import type { DistrictHandle, Station } from './types.js';

/** Further handles of departments, each for one district. */
export const HANDLES: TableSpec<DistrictHandle> = {
  file: 'handles.csv',
  columns: ['handle', 'x_user_id', 'department', 'district'],
  optional: true,
  schema: z
    .object({
      handle: matching(/^[A-Za-z0-9_]{1,15}$/, NO_HANDLE),
      x_user_id: matching(/^[1-9][0-9]{0,18}$/, NO_ID),
      department: code,
      district: code,
    })
    .transform(({ x_user_id, ...row }) => ({ ...row, xUserId: x_user_id })),
};

/** Police stations and tehsils. */
export const STATIONS: TableSpec<Station> = {
  file: 'stations.csv',
  columns: ['code', 'name_en', 'name_hi', 'district'],
  optional: true,
  schema: z
    .object({ code, name_en: text, name_hi: text, district: code, aliases: list })
    .transform(({ name_en, name_hi, ...row }) => ({ ...row, nameEn: name_en, nameHi: name_hi })),
};

export interface PinCodeRow {
  prefix: string;
  districts: string[];
}

/** The first digits of pin codes. A row without districts: a range outside the state. */
export const PINCODES: TableSpec<PinCodeRow> = {
  file: 'pincodes.csv',
  columns: ['prefix', 'districts'],
  optional: true,
  schema: z.object({
    prefix: matching(/^[1-9][0-9]{1,5}$/, 'is not the beginning of a pin code: 2 to 6 digits'),
    districts: list.refine((codes) => codes.every((one) => /^[A-Z][A-Z0-9_]*$/.test(one)), {
      error: () => `holds something that ${NO_CODE}`,
    }),
  }),
};
