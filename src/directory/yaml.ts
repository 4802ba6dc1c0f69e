import { isMap, isNode, LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import type { ErrorCode, Fault } from '../lib/errors.js';
import { readText } from './text.js';

/** A value read from YAML, with a way to find the line of each of its fields. */
export interface YamlValue<T> {
  value: T;
  lineOf(path: readonly PropertyKey[]): number;
}

/** Reads a YAML file through a schema. Every fault names the line and the field. */
export function readYaml<T>(
  path: string,
  file: string,
  schema: z.ZodType<T>,
  code: ErrorCode,
  faults: Fault[],
): YamlValue<T> | null {
  const text = readText(path, file, faults);
  if (text === null) return null;
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  for (const error of document.errors) {
    const line = error.linePos?.[0].line ?? 1;
    faults.push({ code, where: `${file}:${line}`, detail: error.message.split('\n')[0] ?? error.code });
  }
  if (document.errors.length > 0) return null;

  const lineOf = (wanted: readonly PropertyKey[]): number => {
    let node: unknown = document.contents;
    let line = 1;
    for (const [at, key] of wanted.entries()) {
      // The line of a map's field is where its key stands, also when the value is a block below it.
      const pair = isMap(node) ? node.items.find((item) => String(item.key) === String(key)) : undefined;
      if (pair !== undefined && isNode(pair.key) && pair.key.range)
        line = lines.linePos(pair.key.range[0]).line;
      const next = document.getIn(wanted.slice(0, at + 1), true);
      if (next === undefined && pair === undefined) return line;
      if (pair === undefined && isNode(next) && next.range) line = lines.linePos(next.range[0]).line;
      node = next;
    }
    return line;
  };

  const result = schema.safeParse(document.toJS());
  if (result.success) return { value: result.data, lineOf };
  for (const issue of result.error.issues) {
    const unknown = issue.code === 'unrecognized_keys' ? issue.keys : [];
    if (unknown.length === 0) faults.push(faultAt(issue.path, issue.message));
    for (const key of unknown) faults.push(faultAt([...issue.path, key], 'there is no such field'));
  }
  return null;

  function faultAt(at: PropertyKey[], detail: string): Fault {
    return { code, where: `${file}:${lineOf(at)} ${at.map(String).join('.')}`.trimEnd(), detail };
  }
}
