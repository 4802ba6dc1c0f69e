import type { Instant } from '../lib/instant.js';
import { invalid } from './problems.js';

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?Z$/;
const ID = /^\d{1,19}$/;

/** The parameters of a request, read as strictly as X reads them: whatever it does not know is a 400. */
export class Query {
  readonly #values: URLSearchParams;

  /** Throws for a parameter that is not in `known`, or is there twice. */
  constructor(url: string, known: readonly string[]) {
    this.#values = new URL(url, 'http://sandbox').searchParams;
    for (const name of new Set(this.#values.keys())) {
      const values = this.#values.getAll(name);
      if (!known.includes(name)) {
        throw invalid({ [name]: values }, `The query parameter [${name}] is not one of [${known.join(',')}]`);
      }
      if (values.length > 1)
        throw invalid({ [name]: values }, `The query parameter [${name}] is there twice`);
    }
  }

  text(name: string): string | undefined {
    return this.#values.get(name) ?? undefined;
  }

  required(name: string): string {
    const value = this.text(name);
    if (value) return value;
    throw invalid({ [name]: [] }, `The \`${name}\` query parameter can not be empty`);
  }

  /** A comma-separated list of 1 to `most` values that look like `pattern`. */
  list(name: string, most: number, pattern: RegExp): string[] {
    const values = this.required(name).split(',');
    const wrong = values.find((value) => !pattern.test(value));
    if (wrong !== undefined) {
      throw invalid(
        { [name]: values },
        `The \`${name}\` query parameter value [${wrong}] does not match ${pattern.source}`,
      );
    }
    if (values.length > most) throw invalid({ [name]: values }, `size must be between 1 and ${most}`);
    return values;
  }

  ids(name: string, most: number): string[] {
    return this.list(name, most, ID);
  }

  id(name: string): string | undefined {
    return this.text(name) === undefined ? undefined : this.list(name, 1, ID)[0];
  }

  count(name: string, least: number, most: number, otherwise: number): number {
    const value = this.text(name);
    if (value === undefined) return otherwise;
    const number = Number(value);
    if (/^\d+$/.test(value) && number >= least && number <= most) return number;
    const range = `is not between ${least} and ${most}`;
    throw invalid({ [name]: [value] }, `The \`${name}\` query parameter value [${value}] ${range}`);
  }

  time(name: string): Instant | undefined {
    const value = this.text(name);
    if (value === undefined) return undefined;
    const at = TIME.test(value) ? Date.parse(value) : Number.NaN;
    if (!Number.isNaN(at)) return at;
    throw invalid(
      { [name]: [value] },
      `The \`${name}\` query parameter value [${value}] is not a valid time`,
    );
  }

  /** The names asked for, all of which X must know. */
  fields(name: string, known: readonly string[]): Set<string> {
    const asked = this.text(name)?.split(',') ?? [];
    const wrong = asked.find((field) => !known.includes(field));
    if (wrong === undefined) return new Set(asked);
    throw invalid(
      { [name]: asked },
      `The \`${name}\` query parameter value [${wrong}] is not one of [${known.join(',')}]`,
    );
  }
}
