import { get, type IncomingMessage, request } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { silentLog } from '../../src/lib/log.js';
import { startWeb, type Web } from '../../src/web/server.js';
import { CODE, deskCase, deskPost, FakeDesk, FakeSandbox } from './fakes.js';

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function start(withSandbox = true): Promise<{ web: Web; desk: FakeDesk; sandbox: FakeSandbox }> {
  const desk = new FakeDesk();
  const sandbox = new FakeSandbox();
  const sandboxUrl = await sandbox.start();
  closers.push(() => sandbox.stop());
  const web = await startWeb({
    host: '127.0.0.1',
    port: 0,
    desk,
    sandboxUrl: withSandbox ? sandboxUrl : null,
    log: silentLog,
  });
  closers.push(() => web.close());
  return { web, desk, sandbox };
}

/** Reads an event stream until `wanted` stands in it. */
function stream(
  url: string,
): Promise<{ until(wanted: string): Promise<string>; ended: Promise<void>; response: IncomingMessage }> {
  return new Promise((resolve, reject) => {
    get(url, (response) => {
      let seen = '';
      let check = () => {};
      response.setEncoding('utf8').on('data', (chunk: string) => {
        seen += chunk;
        check();
      });
      const ended = new Promise<void>((done) => {
        response.on('close', done);
      });
      response.on('error', () => {});
      const until = (wanted: string) =>
        new Promise<string>((found) => {
          check = () => {
            if (seen.includes(wanted)) found(seen);
          };
          check();
        });
      resolve({ until, ended, response });
    }).on('error', reject);
  });
}

const post = (url: string, body: object, headers: Record<string, string> = {}) =>
  fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });

/** fetch sets no foreign Origin or Sec-Fetch-Site itself; node:http sends what it is told. */
function rawPost(url: string, headers: Record<string, string>, body: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: 'POST', headers }, (response) => {
      response.resume().on('end', () => resolve(response.statusCode ?? 0));
    });
    sent.on('error', reject).end(body);
  });
}

describe('the page', () => {
  it('is served with a policy that lets nothing inline or foreign in', async () => {
    const { web } = await start();
    const answer = await fetch(web.url);
    const policy = answer.headers.get('content-security-policy') ?? '';
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toContain('text/html');
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self'");
    expect(policy).not.toContain('unsafe');
    expect(await answer.text()).toContain('<meta name="sunwai-sandbox" content="on">');
  });

  it('holds no inline script or style', async () => {
    const { web } = await start();
    const html = await (await fetch(web.url)).text();
    expect(html).not.toMatch(/<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)/);
  });

  it('knows when there is no sandbox', async () => {
    const { web } = await start(false);
    expect(await (await fetch(web.url)).text()).toContain('<meta name="sunwai-sandbox" content="off">');
    expect((await fetch(`${web.url}/sandbox/state`)).status).toBe(404);
  });

  it.each([
    ['desk.css', 'text/css'],
    ['main.js', 'javascript'],
    ['icon.svg', 'image/svg+xml'],
    ['fonts/mukta-devanagari-400.woff2', 'font/woff2'],
  ])('serves %s', async (path, type) => {
    const { web } = await start();
    const answer = await fetch(`${web.url}/assets/${path}`);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toContain(type);
  });

  it('answers /health/live and names what it does not know', async () => {
    const { web } = await start();
    expect(await (await fetch(`${web.url}/health/live`)).json()).toEqual({ status: 'ok' });
    const unknown = await fetch(`${web.url}/nothing`);
    expect([unknown.status, await unknown.json()]).toEqual([404, { error: 'no such page' }]);
    expect((await fetch(`${web.url}/assets/..%2fserver.js`)).status).toBeGreaterThanOrEqual(400);
  });
});

describe('the desk half', () => {
  it('tells what was understood, and 404 while unread', async () => {
    const { web, desk } = await start();
    expect((await fetch(`${web.url}/desk/posts/7`)).status).toBe(404);
    desk.posts.set('7', deskPost('7'));
    expect(await (await fetch(`${web.url}/desk/posts/7`)).json()).toEqual(deskPost('7'));
  });

  it('lists cases and finds one', async () => {
    const { web, desk } = await start();
    const item = deskCase(1_800_000_000_000);
    desk.byCode.set(CODE, item);
    expect(await (await fetch(`${web.url}/desk/cases?limit=5`)).json()).toEqual({ cases: [item] });
    expect(await (await fetch(`${web.url}/desk/cases/${CODE}`)).json()).toEqual(item);
    expect((await fetch(`${web.url}/desk/cases/NONE`)).status).toBe(404);
    expect((await fetch(`${web.url}/desk/cases?limit=x`)).status).toBe(400);
  });

  it('says nothing of the inside when the desk fails', async () => {
    const { web, desk } = await start();
    desk.post = () => Promise.reject(new Error('SQLITE secret'));
    const answer = await fetch(`${web.url}/desk/posts/7`);
    expect(answer.status).toBe(500);
    expect(await answer.text()).not.toContain('SQLITE');
  });

  it('sends every change as an event', async () => {
    const { web, desk } = await start();
    const events = await stream(`${web.url}/desk/events`);
    expect(events.response.headers['content-type']).toContain('text/event-stream');
    await events.until('retry');
    desk.emit({ kind: 'post', postId: '7', code: CODE });
    desk.emit({ kind: 'case', code: CODE });
    await events.until(`event: post\ndata: {"postId":"7","code":"${CODE}"}\n\n`);
    await events.until(`event: case\ndata: {"code":"${CODE}"}\n\n`);
  });
});

describe('the way to the sandbox', () => {
  it('carries questions, posts and refusals', async () => {
    const { web, sandbox } = await start();
    const made = await post(`${web.url}/sandbox/posts`, { as: '11', text: 'पानी नहीं आ रहा' });
    expect(made.status).toBe(201);
    expect(sandbox.posts[0]?.text).toBe('पानी नहीं आ रहा');
    const state = (await (await fetch(`${web.url}/sandbox/state`)).json()) as { posts: unknown[] };
    expect(state.posts).toHaveLength(1);
    const refused = await post(`${web.url}/sandbox/posts`, { as: '11', text: '' });
    expect([refused.status, await refused.json()]).toEqual([400, { error: 'text is empty' }]);
    expect(refused.headers.get('content-security-policy')).toContain("default-src 'none'");
  });

  it('carries the event stream, and lets go of it with the reader', async () => {
    const { web, sandbox } = await start();
    const events = await stream(`${web.url}/sandbox/events`);
    await events.until('retry');
    sandbox.emit('clock', { now: 1, offset: 2 });
    await events.until('event: clock\ndata: {"now":1,"offset":2}');
    events.response.destroy();
    await expect.poll(() => sandbox.streams).toBe(0);
  });

  it('hands on no cookie and no credentials, and reaches nothing but /sandbox/', async () => {
    const { web, sandbox } = await start();
    await fetch(`${web.url}/sandbox/state`, { headers: { cookie: 'a=b', authorization: 'Bearer x' } });
    expect(sandbox.requests[0]?.headers).not.toHaveProperty('cookie');
    expect(sandbox.requests[0]?.headers).not.toHaveProperty('authorization');
    const before = sandbox.requests.length;
    for (const path of ['/sandbox/../2/tweets', '/sandbox/%2e%2e/2/tweets', '/2/tweets']) {
      const status = await new Promise<number>((resolve) => {
        get({ host: '127.0.0.1', port: web.port, path }, (response) => {
          response.resume();
          resolve(response.statusCode ?? 0);
        });
      });
      expect(status, path).toBe(404);
    }
    expect(sandbox.requests.length).toBe(before);
  });

  it('says so when the sandbox is gone', async () => {
    const { web, sandbox } = await start();
    await sandbox.stop();
    closers.shift();
    const answer = await fetch(`${web.url}/sandbox/state`);
    expect(answer.status).toBe(502);
    expect(await answer.json()).toHaveProperty('error');
  });

  it('goes to loopback only', async () => {
    for (const sandboxUrl of ['http://example.org:80', 'https://127.0.0.1:1', 'not a url']) {
      const started = startWeb({
        host: '127.0.0.1',
        port: 0,
        desk: new FakeDesk(),
        sandboxUrl,
        log: silentLog,
      });
      await expect(started).rejects.toMatchObject({ code: 'CFG-001' });
    }
  });
});

describe('requests from elsewhere', () => {
  const json = { 'content-type': 'application/json' };
  const body = JSON.stringify({ as: '11', text: 'x' });

  it.each([
    ['another origin', { ...json, origin: 'http://evil.example' }, 403],
    ['a null origin', { ...json, origin: 'null' }, 403],
    ['another port', { ...json, origin: 'http://127.0.0.1:1' }, 403],
    ['a cross-site fetch', { ...json, 'sec-fetch-site': 'cross-site' }, 403],
    ['a same-site fetch', { ...json, 'sec-fetch-site': 'same-site' }, 403],
    ['a form', { 'content-type': 'text/plain' }, 415],
    ['no content type', {}, 415],
  ])('refuses %s', async (_name, headers, status) => {
    const { web, sandbox } = await start();
    expect(await rawPost(`${web.url}/sandbox/posts`, headers as Record<string, string>, body)).toBe(status);
    expect(sandbox.posts).toHaveLength(0);
  });

  it('takes the page’s own', async () => {
    const { web } = await start();
    const headers = { ...json, origin: web.url, 'sec-fetch-site': 'same-origin' };
    expect(await rawPost(`${web.url}/sandbox/posts`, headers, body)).toBe(201);
  });
});

describe('starting and stopping', () => {
  it('names the port that is taken', async () => {
    const { web } = await start();
    const second = startWeb({
      host: '127.0.0.1',
      port: web.port,
      desk: new FakeDesk(),
      sandboxUrl: null,
      log: silentLog,
    });
    await expect(second).rejects.toMatchObject({
      code: 'WEB-001',
      message: expect.stringContaining(String(web.port)) as string,
    });
  });

  it('ends open event streams', async () => {
    const { web, desk } = await start();
    const streams = [await stream(`${web.url}/desk/events`), await stream(`${web.url}/sandbox/events`)];
    await Promise.all(streams.map((one) => one.until('retry')));
    await web.close();
    closers.pop();
    await Promise.all(streams.map((one) => one.ended));
    expect(desk.listeners.size).toBe(0);
  });
});
