import { diagnoseHandles } from './diagnose-handles.js';
import { diagnoseWork } from './diagnose-work.js';
import { diagnoseX } from './diagnose-x.js';
import type { Asked, Finding } from './finding.js';
import type { Health } from './health.js';
import type { SourceName } from './ports.js';

export interface DiagnosisOptions {
  /** The sources of the settings. */
  watch: readonly SourceName[];
  /** In the sandbox every account has granted a token, and none is stored. */
  tokensGiven: boolean;
}

/** Every finding, in the order an operator should read them. Pure. */
export function diagnose(health: Health, asked: Asked | null, options: DiagnosisOptions): Finding[] {
  return [
    ...diagnoseX(health, asked),
    ...diagnoseWork(health, options.watch),
    ...diagnoseHandles(health, asked, options.tokensGiven),
  ];
}
