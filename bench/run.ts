import { cpus, loadavg } from 'node:os';
import Table from 'cli-table3';
import pc from 'picocolors';
import { SunwaiError } from '../src/lib/errors.js';
import { COLUMNS, cellsOf, type Row, reached } from './figures.js';
import { meaning } from './meaning.js';

interface Bench {
  about: string;
  run(tell: (step: string) => void): Row[];
}

const BENCHES: Readonly<Record<string, Bench>> = {
  meaning: { about: 'what it costs to know what a post means, beside stock natural', run: meaning },
};

/** `npm run bench -- NAME`: measures and prints; no figure makes it fail, as it says as much of the machine as of us. */
function main(args: readonly string[]): void {
  const name = args.find((arg) => !arg.startsWith('--')) ?? '';
  const bench = Object.hasOwn(BENCHES, name) ? BENCHES[name] : undefined;
  if (bench === undefined) {
    const list = Object.entries(BENCHES).map(([known, { about }]) => `  ${known.padEnd(12)}${about}\n`);
    process.stderr.write(`npm run bench -- NAME [--json], where NAME is one of\n${list.join('')}`);
    process.exitCode = 2;
    return;
  }
  const machine = { node: process.version, cpu: `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}` };
  const load = loadavg()[0]?.toFixed(1);
  const rows = bench.run((step) => process.stderr.write(`${pc.dim(`${step} …`)}\n`));
  if (args.includes('--json')) {
    const told = rows.map((row) => ({ ...row, reached: reached(row) }));
    process.stdout.write(`${JSON.stringify({ bench: name, ...machine, rows: told }, null, 2)}\n`);
    return;
  }
  const head = `${name}: ${bench.about} · Node ${machine.node} · ${machine.cpu} · load ${load} at the start`;
  process.stdout.write(`${head}\n${drawn(rows)}\n`);
}

/** Ratios are the result; how long this machine took stands beside them in grey. */
function drawn(rows: readonly Row[]): string {
  const table = new Table({ head: [...COLUMNS], style: { head: ['bold'], border: ['grey'] } });
  for (const row of rows) {
    const [what = '', ours = '', peer = '', ...rest] = cellsOf(row);
    table.push([what, pc.dim(ours), pc.dim(peer), ...rest]);
  }
  return table.toString();
}

try {
  main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof SunwaiError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}
