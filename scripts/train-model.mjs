// Trains dist/model.bin, unless the one that stands there was trained from these very inputs: a restart should not
// cost the seconds of a training. The fingerprint covers the texts, the codes they use and the code that learns.
// What officers taught is not in this file but beside the database (SUNWAI_MODEL), and names the build it grew from:
// no build writes over it, and a desk that finds it grown from another build says so (docs/learning.md).
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const FINGERPRINT = 'dist/model.sha256';
const files = [
  ...list('data/training', '.jsonl'),
  ...list('dist/intents', '.js'),
  ...['services.csv', 'outside.csv', 'districts.csv'].map((file) => join('data/directory', file)),
  'node_modules/natural/package.json',
];
const hash = createHash('sha256');
for (const file of files) hash.update(`${file}\n`).update(readFileSync(file));
const fingerprint = hash.digest('hex');

const known =
  existsSync('dist/model.bin') && existsSync(FINGERPRINT) ? readFileSync(FINGERPRINT, 'utf8') : '';
if (known !== fingerprint) {
  // stdout belongs to the program that is started after the build; the bar on stderr is enough to look at.
  execFileSync(process.execPath, ['dist/main.js', 'train'], { stdio: ['ignore', 'ignore', 2] });
  writeFileSync(FINGERPRINT, fingerprint);
}

function list(folder, ending) {
  return readdirSync(folder)
    .filter((file) => file.endsWith(ending))
    .sort()
    .map((file) => join(folder, file));
}
