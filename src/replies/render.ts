import { type Fault, SunwaiError } from '../lib/errors.js';
import { LIMIT, weightedLength } from '../lib/weighted-length.js';
import { checkTemplate, lightest, longestNames } from './check.js';
import { createCalendar } from './moment.js';
import { NAMES, type Names, valuesOf } from './names.js';
import { type Choose, compileTemplate, type Template, type Values } from './template.js';
import { LANGUAGES, MESSAGE_KINDS, type Message } from './types.js';

/** Wordings that are tried when the variant's own is too long for these names, and how far apart they lie. */
const TRIES = 200;
const STRIDE = 7919;

export interface Renderer {
  /** The text of a message. The same variant gives the same wording; facts are the same in all. */
  render(message: Message, variant: number): string;
  /** Every template that is missing, cannot be used, or can grow longer than a post. */
  check(): Fault[];
}

export interface RendererParts {
  /** Sources by `language/kind`. */
  templates: ReadonlyMap<string, string>;
  directory: Names;
  timezone: string;
}

/** Compiles every template once. A broken one is told by `check`, and by `render` when it is needed. */
export function createRenderer({ templates, directory, timezone }: RendererParts): Renderer {
  const calendar = createCalendar(timezone);
  const compiled = new Map<string, Template>();
  const broken = new Map<string, Fault>();
  for (const language of LANGUAGES) {
    for (const kind of MESSAGE_KINDS) {
      const key = `${language}/${kind}`;
      try {
        const source = templates.get(key);
        if (source === undefined) throw new Error('it is missing');
        compiled.set(key, compileTemplate(source, NAMES[kind]));
      } catch (error) {
        broken.set(key, { code: 'TPL-001', where: whereOf(key), detail: firstLine(error) });
      }
    }
  }
  const templateOf = (key: string): Template => {
    const template = compiled.get(key);
    if (template !== undefined) return template;
    throw new SunwaiError(
      broken.get(key) ?? { code: 'TPL-001', where: whereOf(key), detail: 'no such message' },
    );
  };
  return {
    render(message, variant) {
      const template = templateOf(`${message.language}/${message.kind}`);
      return fitting(template, valuesOf(message, directory, calendar), variant);
    },
    check: () => [
      ...broken.values(),
      ...LANGUAGES.flatMap((language) => {
        const longest = longestNames(language, directory);
        return MESSAGE_KINDS.flatMap((kind) => {
          const key = `${language}/${kind}`;
          const template = compiled.get(key);
          return template === undefined ? [] : checkTemplate(template, kind, whereOf(key), longest);
        });
      }),
    ],
  };
}

/** The wording of this variant, or the next one that fits into a post; `check` has made sure that the lightest does. */
function fitting(template: Template, values: Values, variant: number): string {
  for (let step = 0; step < TRIES; step += 1) {
    const text = template(values, byDigits(variant + step * STRIDE));
    if (weightedLength(text) <= LIMIT) return text;
  }
  return template(values, lightest);
}

/** Reads the variant as a number whose digits each take one wording, so that neighbours differ. */
function byDigits(variant: number): Choose {
  let rest = variant;
  return (wordings) => {
    const wording = wordings[rest % wordings.length] ?? '';
    rest = Math.floor(rest / wordings.length);
    return wording;
  };
}

function whereOf(key: string): string {
  return `templates/${key}.hbs`;
}

function firstLine(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.split('\n')[0] ?? '';
}
