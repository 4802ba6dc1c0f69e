// Writes the pages that come out of the code: docs/errors.md and .env.example. `--check` only says whether they are true.
import { readFileSync, writeFileSync } from 'node:fs';
import { SETTINGS } from '../dist/config/settings.js';
import { CATALOGUE } from '../dist/lib/errors.js';

const errors = [
  '# Errors',
  '',
  'Every error has a code. This page is written by `npm run docs` from `src/lib/errors.ts`.',
  '',
  '| code | what | what to do |',
  '|---|---|---|',
  ...Object.entries(CATALOGUE).map(([code, { what, next }]) => `| ${code} | ${what} | ${next} |`),
  '',
].join('\n');

const env = [
  '# Copy to .env and fill in what you need. Nothing set: the sandbox. Written by `npm run docs`.',
  ...SETTINGS.flatMap((setting) => [
    '',
    `# ${setting.meaning}`,
    `${setting.default === '' ? '' : '# '}${setting.name}=${setting.default}`,
  ]),
  '',
].join('\n');

for (const [file, text] of [
  ['docs/errors.md', errors],
  ['.env.example', env],
]) {
  if (process.argv.includes('--check')) {
    if (readFileSync(file, 'utf8') !== text) {
      process.stderr.write(`${file} is not what the code says: run npm run docs\n`);
      process.exitCode = 2;
    }
  } else writeFileSync(file, text);
}
