import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * Writes the pages into a folder, or with `check` only compares. Gives back the files that differed from what the
 * evaluation says.
 */
export function settle(pages: Readonly<Record<string, string>>, folder: string, check: boolean): string[] {
  const changed = Object.entries(pages).filter(([name, text]) => {
    const file = join(folder, name);
    return !existsSync(file) || readFileSync(file, 'utf8') !== text;
  });
  if (!check) {
    for (const [name, text] of changed) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
  }
  return changed.map(([name]) => name);
}
