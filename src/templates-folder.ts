import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SunwaiError } from './lib/errors.js';

/** All templates of a folder by `language/kind`. Throws TPL-001 when the folder cannot be read. */
export function loadTemplates(folder: string): Map<string, string> {
  try {
    const found = new Map<string, string>();
    for (const language of readdirSync(folder)) {
      for (const file of readdirSync(join(folder, language))) {
        if (file.endsWith('.hbs'))
          found.set(`${language}/${file.slice(0, -4)}`, readFileSync(join(folder, language, file), 'utf8'));
      }
    }
    return found;
  } catch (cause) {
    throw new SunwaiError({ code: 'TPL-001', where: folder, detail: 'the folder cannot be read' }, { cause });
  }
}
