import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path/posix';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

/**
 * Who may import whom; docs/lifecycle.md ("The rooms") has the same table with its reasons.
 * A room allows all of its files, `room/file` only that one, `room/*-end` those that end so. `types` are allowed as
 * types only.
 */
const ROOMS: Record<string, { may: string[]; types?: string[] }> = {
  lib: { may: [] },
  cases: { may: ['lib'] },
  intents: { may: ['lib'] },
  replies: { may: ['lib'] },
  directory: { may: ['lib'] },
  config: { may: ['lib'] },
  bot: { may: ['lib', 'cases', 'intents', 'replies', 'directory'] },
  x: { may: ['lib', 'bot/ports'], types: ['bot/*-ports', 'bot/*-store'] },
  store: {
    may: ['lib', 'bot/ports', 'bot/store'],
    types: ['cases', 'intents', 'directory', 'bot/*-ports', 'bot/*-store'],
  },
  web: { may: ['lib', 'bot'], types: ['cases', 'intents', 'directory'] },
  sandbox: { may: ['lib'] },
  rehearsal: { may: ['lib', 'bot'] },
  eval: { may: ['lib', 'intents', 'directory', '.'] },
  cli: {
    may: [
      'lib',
      'cases',
      'intents',
      'replies',
      'directory',
      'config',
      'bot',
      'x',
      'store',
      'sandbox',
      'rehearsal',
      'web/server',
      '.',
    ],
  },
};

/** One import each, with its reason in docs/lifecycle.md. */
const EXCEPTIONS = new Set(['store -> cases/evolve', 'web -> cases/code', 'cli -> web/store-desk']);

/** The wiring: files straight under src. They may import everything; of the rooms only cli and eval may import them. */
const WIRING = ['compose', 'learnt-model', 'main', 'model-file', 'templates-folder'];

/** Packages that make a room what it is stay in it. */
const OWNERS: Record<string, string[]> = {
  'twitter-api-v2': ['x'],
  kysely: ['store'],
  'better-sqlite3': ['store'],
  natural: ['intents', 'eval'],
  handlebars: ['replies'],
  'node-cron': ['bot'],
  commander: ['cli'],
};

const PURE = ['cases', 'intents', 'replies'];

/** The files of the bot that speak to the network themselves. */
const BOT_NETWORK = ['bot/notifiers'];

type Files = Record<string, string>;

/** Everything wrong with a set of source files, by path under src. */
function faultsOf(files: Files): string[] {
  return Object.entries(files).flatMap(([path, text]) => {
    const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
    const wrong = [
      ...importsOf(source).flatMap((found) => wrongImport(path, found)),
      ...wrongWords(path, source),
    ];
    return wrong.map((fault) => `${path}: ${fault}`);
  });
}

interface Found {
  name: string;
  typeOnly: boolean;
}

function importsOf(source: ts.SourceFile): Found[] {
  const found: Found[] = [];
  const add = (name: ts.Node | undefined, typeOnly: boolean) => {
    if (name !== undefined)
      found.push({ name: ts.isStringLiteralLike(name) ? name.text : '(computed)', typeOnly });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, isTypeOnly(node.importClause));
    else if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, node.isTypeOnly);
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument))
      add(node.argument.literal, true);
    else if (ts.isExternalModuleReference(node)) add(node.expression, false);
    else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
      add(node.arguments[0], false);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function isTypeOnly(clause: ts.ImportClause | undefined): boolean {
  if (clause === undefined) return false;
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true;
  const named = clause.namedBindings;
  if (clause.name !== undefined || named === undefined || !ts.isNamedImports(named)) return false;
  return named.elements.length > 0 && named.elements.every((element) => element.isTypeOnly);
}

function wrongImport(path: string, { name, typeOnly }: Found): string[] {
  const room = roomOf(path);
  if (room !== '.' && ROOMS[room] === undefined) return [`${room} is not a room of the table`];
  if (!name.startsWith('.')) return wrongPackage(room, name);
  const target = normalize(join(dirname(path), name)).replace(/\.(js|ts|json)$/, '');
  if (target.startsWith('..')) return [`${name} is outside src`];
  const targetRoom = roomOf(target);
  if (room === '.' || room === targetRoom || EXCEPTIONS.has(`${room} -> ${target}`)) return [];
  const { may, types = [] } = ROOMS[room] ?? { may: [] };
  const allowed = [...may, ...(typeOnly ? types : [])];
  const ends = allowed.flatMap((one) => (one.includes('/*') ? [one.split('*')] : []));
  const fits = ends.some(([room = '', end = '']) => target.startsWith(room) && target.endsWith(end));
  return fits || allowed.includes(targetRoom) || allowed.includes(target)
    ? []
    : [`${room} must not import ${target}`];
}

function wrongPackage(room: string, name: string): string[] {
  if (name === 'natural')
    return ['natural prints and loads database clients: import the file of the classifier'];
  // node:zlib only computes: bytes in, bytes out.
  if (PURE.includes(room) && name.startsWith('node:') && name !== 'node:zlib')
    return [`${room} is pure: not ${name}`];
  const owners = OWNERS[name.split('/')[0] ?? name];
  return owners === undefined || owners.includes(room) ? [] : [`${name} belongs to ${owners.join(', ')}`];
}

/** The clock, randomness, environment and network in a pure room; the console outside the terminal. */
function wrongWords(path: string, source: ts.SourceFile): string[] {
  const room = roomOf(path);
  const pure = PURE.includes(room);
  const quiet = room === 'bot' && !BOT_NETWORK.includes(path.replace(/\.ts$/, ''));
  const faults: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node)) {
      if (pure && /^(process|fetch|crypto)$/.test(node.text))
        faults.push(`${room} is pure: not ${node.text}`);
      if (quiet && node.text === 'fetch') faults.push('only the notifiers of bot speak to the network');
    }
    if (ts.isPropertyAccessExpression(node) && ts.isIdentifier(node.expression)) {
      const word = `${node.expression.text}.${node.name.text}`;
      if (pure && /^(Date\.now|Math\.random|performance\.now)$/.test(word))
        faults.push(`${room} is pure: not ${word}`);
      if (room !== 'cli' && word.startsWith('console.')) faults.push(`${word} outside cli`);
    }
    if (pure && isClockRead(node)) faults.push(`${room} is pure: Date without an instant reads the clock`);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return faults;
}

/** `new Date()` and `Date()`. */
function isClockRead(node: ts.Node): boolean {
  if (!ts.isNewExpression(node) && !ts.isCallExpression(node)) return false;
  return (
    ts.isIdentifier(node.expression) &&
    node.expression.text === 'Date' &&
    (ts.isCallExpression(node) || (node.arguments?.length ?? 0) === 0)
  );
}

function roomOf(path: string): string {
  return path.includes('/') ? path.slice(0, path.indexOf('/')) : '.';
}

const real: Files = Object.fromEntries(
  (readdirSync('src', { recursive: true }) as string[])
    .filter((path) => path.endsWith('.ts'))
    .map((path) => [path, readFileSync(join('src', path), 'utf8')]),
);

describe('the house', () => {
  it('keeps its import table and its pure rooms', () => {
    expect(faultsOf(real)).toEqual([]);
  });

  it('has every room of the table, and only the named wiring outside the rooms', () => {
    const paths = Object.keys(real);
    expect(new Set(paths.map(roomOf))).toEqual(new Set([...Object.keys(ROOMS), '.']));
    expect(paths.filter((path) => roomOf(path) === '.').sort()).toEqual(
      WIRING.map((name) => `${name}.ts`).sort(),
    );
  });

  it('needs each of its exceptions', () => {
    const used = Object.entries(real).flatMap(([path, text]) =>
      importsOf(ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true))
        .filter(({ name }) => name.startsWith('.'))
        .map(({ name }) => `${roomOf(path)} -> ${normalize(join(dirname(path), name)).replace(/\.js$/, '')}`),
    );
    expect([...EXCEPTIONS].filter((exception) => !used.includes(exception))).toEqual([]);
  });
});

describe('the guard itself', () => {
  it.each([
    ['a static import', 'cases/a.ts', "import { x } from '../store/rows.js';"],
    ['a type import', 'sandbox/a.ts', "import type { X } from '../bot/ports.js';"],
    ['a type in place', 'sandbox/a.ts', "let x: import('../bot/ports.js').XPost;"],
    ['a re-export', 'x/a.ts', "export { x } from '../bot/store.js';"],
    ['a dynamic import', 'bot/a.ts', "const x = await import('../x/poster.js');"],
    ['a bare import', 'replies/a.ts', "import '../directory/types.js';"],
    ['the wiring from a room', 'bot/a.ts', "import { ROOT } from '../compose.js';"],
    ["the page's inside from the terminal", 'cli/a.ts', "import { x } from '../web/desk-routes.js';"],
    ['a value where only types may go', 'store/a.ts', "import { x } from '../cases/decide.js';"],
    ['a value beside a type', 'store/a.ts', "import { type X, x } from '../cases/decide.js';"],
    ['a room nobody knows', 'util/a.ts', "import { x } from '../lib/instant.js';"],
    ['a file outside src', 'cases/a.ts', "import x from '../../data/x.json';"],
    ['the whole of natural', 'intents/a.ts', "import natural from 'natural';"],
    ['X outside its edge', 'bot/a.ts', "import { TwitterApi } from 'twitter-api-v2';"],
    ['the file system', 'replies/a.ts', "import { readFileSync } from 'node:fs';"],
    ['the clock', 'cases/a.ts', 'const now = Date.now();'],
    ['the clock by another door', 'cases/a.ts', 'const now = new Date();'],
    ['randomness', 'intents/a.ts', 'const x = Math.random();'],
    ['the environment', 'replies/a.ts', 'const x = process.env.X;'],
    ['the network', 'intents/a.ts', "await fetch('http://127.0.0.1');"],
    ['the network in the bot', 'bot/a.ts', "await fetch('http://127.0.0.1');"],
    ['the console', 'bot/a.ts', "console.log('x');"],
  ])('catches %s', (_name, path, text) => {
    expect(faultsOf({ [path]: text })).toHaveLength(1);
  });

  it.each([
    ['its own room', 'cases/a.ts', "import { x } from './b.js';"],
    ['a pure room from the bot', 'bot/a.ts', "import { decidePost } from '../cases/decide.js';"],
    ['types for the store', 'store/a.ts', "import type { CaseState } from '../cases/types.js';"],
    ['everything from the wiring', 'compose.ts', "import { x } from './store/sqlite-store.js';"],
    ['a date made of a given instant', 'replies/a.ts', 'const day = new Date(at);'],
    ['words in comments and texts', 'cases/a.ts', "// Date.now() is not for us\nconst x = 'process.env';"],
    ['the console in the terminal', 'cli/a.ts', "console.log('x');"],
  ])('lets %s pass', (_name, path, text) => {
    expect(faultsOf({ [path]: text })).toEqual([]);
  });
});
