import type { Fault } from '../lib/errors.js';
import { type Tables, twice, unknownCode } from './check-directory.js';

/** The same as `checkTables` for the tables that point to districts. */
export function checkPlaces(tables: Tables): Fault[] {
  const { handles, stations, pincodes, codes } = tables;
  const inDistrict = (file: string, line: number, district: string) =>
    unknownCode(codes, 'districts', `${file}:${line} district`, district);
  return [
    ...twice('handles.csv', 'handle', handles, (row) => row.handle.toLowerCase()),
    ...twice('handles.csv', 'x_user_id', handles, (row) => row.xUserId),
    ...takenByDepartments(tables),
    ...handles.flatMap(({ line, value }) => [
      ...unknownCode(codes, 'departments', `handles.csv:${line} department`, value.department),
      ...inDistrict('handles.csv', line, value.district),
    ]),
    ...twice('stations.csv', 'code', stations, (row) => row.code),
    ...stations.flatMap(({ line, value }) => inDistrict('stations.csv', line, value.district)),
    ...twice('pincodes.csv', 'prefix', pincodes, (row) => row.prefix),
    ...pincodes.flatMap(({ line, value }) =>
      value.districts.flatMap((district) =>
        unknownCode(codes, 'districts', `pincodes.csv:${line} districts`, district),
      ),
    ),
  ];
}

/** One account cannot be a department's own and a district's: nobody could say for whom it is asked. */
function takenByDepartments({ handles, departments }: Tables): Fault[] {
  const taken = (
    field: string,
    name: string,
    line: number,
    key: (row: { handle: string; xUserId: string }) => string,
  ) => {
    const owner = departments.find(({ value }) => key(value) === name);
    if (owner === undefined) return [];
    const detail = `"${name}" stands in departments.csv:${owner.line} too`;
    return [{ code: 'DIR-004' as const, where: `handles.csv:${line} ${field}`, detail }];
  };
  return handles.flatMap(({ line, value }) => [
    ...taken('handle', value.handle.toLowerCase(), line, (row) => row.handle.toLowerCase()),
    ...taken('x_user_id', value.xUserId, line, (row) => row.xUserId),
  ]);
}
