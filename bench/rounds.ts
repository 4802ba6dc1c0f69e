/** Somebody who is timed. */
export interface Contender {
  /** Does the work of one round. What it returns is kept for a moment, so that no compiler leaves the work out. */
  run(round: number): unknown;
  /** How many posts, documents, … a round holds: times are per one. @default 1 */
  each?: number;
}

const last: { result: unknown } = { result: null };

/** Enough for a median that one collection of garbage does not move. */
export const ROUNDS = 11;

/** Who runs when: everybody once a round, and nobody always first or always after the same. */
export function turns(contenders: number, round: number): number[] {
  return Array.from({ length: contenders }, (_, at) => (at + round) % contenders);
}

/**
 * Times of all contenders, in microseconds of the processor per `each`, by name and round: on a busy machine a short run
 * would else be measured by who pushed it aside. What other programs take from the caches falls on all of them alike.
 */
export function inRounds<Name extends string>(
  contenders: Readonly<Record<Name, Contender>>,
  rounds = ROUNDS,
): Record<Name, number[]> {
  const names = Object.keys(contenders) as Name[];
  const times = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<Name, number[]>;
  for (let round = 0; round < rounds; round += 1) {
    for (const turn of turns(names.length, round)) {
      const name = names[turn] as Name;
      const { run, each = 1 } = contenders[name];
      const begin = process.cpuUsage();
      last.result = run(round);
      const { user, system } = process.cpuUsage(begin);
      times[name].push(Math.max(1, user + system) / each);
    }
  }
  return times;
}

/** `37.9 µs`, `2.1 ms`, `1.4 s` */
export function duration(microseconds: number): string {
  if (microseconds < 1000) return `${microseconds.toPrecision(3)} µs`;
  if (microseconds < 1_000_000) return `${(microseconds / 1000).toPrecision(3)} ms`;
  return `${(microseconds / 1_000_000).toPrecision(3)} s`;
}
