import type { CaseState, Grant } from './types.js';

/**
 * May the holder of these grants close this case? The department must be the case's own, and the grant must
 * cover its district: an officer without a district covers all. A case whose district nobody knows
 * belongs to officers of the whole department.
 */
export function mayAct(grants: readonly Grant[], target: CaseState): boolean {
  return grants.some(
    (grant) =>
      grant.department === target.department &&
      (grant.district === null || grant.district === target.district),
  );
}
