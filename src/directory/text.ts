import { readFileSync } from 'node:fs';
import type { Fault } from '../lib/errors.js';

/**
 * A file's text: UTF-8 (a byte order mark is fine), NFC, `\n` line ends. Null when it cannot be used; why is in
 * `faults`. An empty file is a fault too: a spreadsheet that failed to save looks like this.
 */
export function readText(path: string, name: string, faults: Fault[]): string | null {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown';
    const why = code === 'ENOENT' ? 'there is no such file' : `it cannot be opened (${code})`;
    faults.push({ code: 'DIR-001', where: `${name}:1`, detail: `${why}: ${path}` });
    return null;
  }
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    const where = `${name}:${lineOfBadByte(bytes)}`;
    faults.push({ code: 'DIR-001', where, detail: 'it is not UTF-8 text; save it as "CSV UTF-8"' });
    return null;
  }
  text = text.normalize('NFC').replace(/\r\n?/g, '\n');
  if (text.trim() === '') {
    faults.push({ code: 'DIR-001', where: `${name}:1`, detail: 'the file is empty' });
    return null;
  }
  return text;
}

/** No UTF-8 sequence holds a newline byte, so each line can be judged alone. */
function lineOfBadByte(bytes: Buffer): number {
  let line = 1;
  for (let from = 0; from < bytes.length; line++) {
    const end = bytes.indexOf(0x0a, from);
    const to = end === -1 ? bytes.length : end;
    try {
      new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(from, to));
    } catch {
      return line;
    }
    from = to + 1;
  }
  return 1;
}
