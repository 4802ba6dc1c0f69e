import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The program as people run it: built, in a process of its own, in a folder of its own. */
export const PROJECT = fileURLToPath(new URL('../../', import.meta.url));
const MAIN = join(PROJECT, 'dist', 'main.js');

/** A command that has not ended by then hangs. */
const LONGEST_RUN = 55_000;

const running = new Set<ChildProcess>();
const folders: string[] = [];

export function freshFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'sunwai-test-'));
  folders.push(folder);
  return folder;
}

/** For afterAll: nothing a test started or made outlives it. */
export async function cleanUp(): Promise<void> {
  await Promise.all([...running].map(kill));
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}

export interface Place {
  /** The working folder; the database and the ledger lie in it. */
  folder: string;
  env?: Record<string, string>;
}

/** Nothing of the surroundings reaches the program but what a test says. */
function environment({ folder, env }: Place): Record<string, string> {
  return {
    PATH: process.env.PATH ?? '',
    DATABASE_URL: databaseUrl(folder),
    PORT: '0',
    SUNWAI_POLL_SECONDS: '0.2',
    LOG_LEVEL: 'warn',
    ...env,
  };
}

export function databaseFile(folder: string): string {
  return join(folder, 'sunwai.db');
}

export function databaseUrl(folder: string): string {
  return `sqlite:${databaseFile(folder)}`;
}

export interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Runs a command to its end. */
export function run(args: readonly string[], place: Place, input = ''): Promise<Ended> {
  const child = launch(args, place);
  const ended: Ended = { code: null, stdout: '', stderr: '' };
  child.stdout?.setEncoding('utf8').on('data', (part: string) => {
    ended.stdout += part;
  });
  child.stderr?.setEncoding('utf8').on('data', (part: string) => {
    ended.stderr += part;
  });
  child.stdin?.on('error', () => {});
  child.stdin?.end(input);
  const tooLong = setTimeout(() => child.kill('SIGKILL'), LONGEST_RUN);
  return new Promise((resolve) => {
    child.once('close', (code) => {
      clearTimeout(tooLong);
      resolve({ ...ended, code });
    });
  });
}

export interface Running {
  url: string;
  /** Asks it to stop, as a service manager does; the answer is its exit code. */
  stop(): Promise<number | null>;
  /** SIGKILL: it is gone between two instructions. */
  kill(): Promise<void>;
  stderr(): string;
}

/** Starts a command that goes on, and waits for the address in its first line. */
export async function start(args: readonly string[], place: Place): Promise<Running> {
  const child = launch(args, place);
  let stdout = '';
  let stderr = '';
  child.stderr?.setEncoding('utf8').on('data', (part: string) => {
    stderr += part;
  });
  child.stdin?.end();
  const url = await new Promise<string>((resolve, reject) => {
    const fail = (what: string) => reject(new Error(`${args.join(' ')} ${what}\n${stdout}${stderr}`));
    const tooLong = setTimeout(() => fail('did not say its address'), LONGEST_RUN);
    child.once('close', (code) => fail(`ended with ${code}`));
    child.stdout?.setEncoding('utf8').on('data', (part: string) => {
      stdout += part;
      const found = /(http:\/\/\S+)\n/.exec(stdout)?.[1];
      if (found === undefined) return;
      clearTimeout(tooLong);
      resolve(found);
    });
  });
  return {
    url,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
      const gone = closed(child);
      child.kill('SIGTERM');
      await gone;
      return child.exitCode;
    },
    kill: () => kill(child),
    stderr: () => stderr,
  };
}

function launch(args: readonly string[], place: Place): ChildProcess {
  const child = spawn(process.execPath, [MAIN, ...args], { cwd: place.folder, env: environment(place) });
  running.add(child);
  child.once('close', () => running.delete(child));
  return child;
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = closed(child);
  child.kill('SIGKILL');
  await gone;
}

function closed(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => child.once('close', () => resolve()));
}

/** Asks again until there is an answer; says what never came. */
export async function until<T>(
  what: string,
  ask: () => Promise<T | null | undefined | false>,
  { within = 30_000, every = 40 }: { within?: number; every?: number } = {},
): Promise<T> {
  const deadline = Date.now() + within;
  for (;;) {
    const answer = await ask();
    if (answer !== null && answer !== undefined && answer !== false) return answer;
    if (Date.now() > deadline) throw new Error(`waited ${within} ms for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, every));
  }
}
