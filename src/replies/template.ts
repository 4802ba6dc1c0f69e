import Handlebars from 'handlebars';

/** Takes one of the wordings a `vary` block offers. */
export type Choose = (wordings: string[]) => string;

/** What a template is filled with: every name it may use, with a text or null. */
export type Values = Readonly<Record<string, string | null>>;

export type Template = (values: Values, choose: Choose) => string;

/** The helpers a template has. `if` and `unless` are Handlebars' own. */
const HELPERS = ['if', 'unless', 'vary', 'or', 'is', 'br'];
/** Handlebars' other helpers are not needed, and `log` and `lookup` reach further than a template should. */
const REFUSED = ['each', 'with', 'log', 'lookup', 'helperMissing', 'blockHelperMissing'];

/** Private-use characters, which no name and no template holds. */
const OR = '\uE000';
const BREAK = '\uE001';

const handlebars = Handlebars.create();
for (const name of REFUSED) handlebars.unregisterHelper(name);
handlebars.registerHelper('or', () => OR);
handlebars.registerHelper('br', () => BREAK);
handlebars.registerHelper('is', (value: unknown, ...rest: unknown[]) => rest.slice(0, -1).includes(value));
handlebars.registerHelper('vary', function (this: unknown, options: Handlebars.HelperOptions) {
  const wordings = options.fn(this).split(OR);
  return (options.data.choose as Choose)(wordings.map((wording) => wording.trim()));
});

/** Compiles a template that may use `names` and nothing else. Throws an Error that names the line. */
export function compileTemplate(source: string, names: readonly string[]): Template {
  const program = handlebars.parse(source, { ignoreStandalone: true });
  new NameCheck([...names, ...HELPERS]).accept(program);
  const template = handlebars.compile<Values>(program, {
    strict: true,
    noEscape: true,
    knownHelpersOnly: true,
    // Else a line that holds only a block's tag would vanish with its line end, and glue two sentences together.
    ignoreStandalone: true,
    knownHelpers: {
      ...Object.fromEntries(REFUSED.map((name) => [name, false])),
      ...Object.fromEntries(HELPERS.map((name) => [name, true])),
    },
  });
  return (values, choose) => tidy(template(values, { data: { choose } }));
}

/** Line ends and indents are the editor's; the reader's line ends are the `br`s. A line begins with a capital. */
function tidy(text: string): string {
  return text
    .split(BREAK)
    .map((line) => line.replace(/\s+/g, ' ').trim())
    .filter((line) => line !== '')
    .map((line) => line.replace(/^[a-z]/, (letter) => letter.toUpperCase()))
    .join('\n')
    .normalize('NFC');
}

/** Finds unknown names when the template is compiled, also those in branches that are seldom taken. */
class NameCheck extends Handlebars.Visitor {
  constructor(private readonly known: readonly string[]) {
    super();
  }

  override PathExpression(path: hbs.AST.PathExpression): void {
    if (path.data || path.depth > 0 || !this.known.includes(path.original))
      refuse(path, `it may not use "${path.original}"`);
  }

  override PartialStatement(statement: hbs.AST.PartialStatement): void {
    refuse(statement, 'it may not use another template');
  }

  override PartialBlockStatement(statement: hbs.AST.PartialBlockStatement): void {
    refuse(statement, 'it may not use another template');
  }

  override DecoratorBlock(statement: hbs.AST.DecoratorBlock): void {
    refuse(statement, 'it may not use a decorator');
  }

  override Decorator(statement: hbs.AST.Decorator): void {
    refuse(statement, 'it may not use a decorator');
  }
}

function refuse({ loc }: hbs.AST.Node, why: string): never {
  throw new Error(`line ${loc.start.line}: ${why}`);
}
