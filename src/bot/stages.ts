/** How far the day's money has gone, in the order in which things stop. Emergencies are answered at every stage. */
export const STAGES = ['normal', 'no_league', 'slow_polling', 'no_acks'] as const;
export type Stage = (typeof STAGES)[number];

/** Hundredths of the ceiling at which each stage begins. */
const BEGINS: Record<Stage, number> = { normal: 0, no_league: 80, slow_polling: 90, no_acks: 100 };

/** What no longer happens at a stage, for the operator. */
export const STOPPED: Record<Exclude<Stage, 'normal'>, string> = {
  no_league: 'how active the handles are is read no more',
  slow_polling: 'mentions are asked for four times less often',
  no_acks: 'only emergencies are answered',
};

/** So much longer are the pauses between two looks from `slow_polling` on. */
const SLOWER = 4;

/** The stage after `spent` of `ceiling` millionths of a dollar; a ceiling of 0 is none. */
export function stageOf(spent: number, ceiling: number): Stage {
  if (ceiling <= 0) return 'normal';
  return STAGES.findLast((stage) => spent * 100 >= BEGINS[stage] * ceiling) ?? 'normal';
}

/** Has `stage` come as far as `wanted`? */
export function hasReached(stage: Stage, wanted: Stage): boolean {
  return STAGES.indexOf(stage) >= STAGES.indexOf(wanted);
}

/** What every pause between two looks for mentions is multiplied by. */
export function pollFactorOf(stage: Stage): number {
  return hasReached(stage, 'slow_polling') ? SLOWER : 1;
}
