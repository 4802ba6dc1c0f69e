import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import type { FastifyPluginAsync } from 'fastify';

const ROOT = fileURLToPath(new URL('./assets/', import.meta.url));
const FONT_WEIGHTS = [400, 600, 700] as const;

/** The page, its scripts and styles, and the Devanagari font out of node_modules. */
export function assets(withSandbox: boolean): FastifyPluginAsync {
  return async (app) => {
    const html = (await readFile(`${ROOT}index.html`, 'utf8')).replace(
      '<meta name="sunwai-sandbox" content="on">',
      `<meta name="sunwai-sandbox" content="${withSandbox ? 'on' : 'off'}">`,
    );
    app.get('/', (_request, reply) =>
      reply.header('cache-control', 'no-cache').type('text/html; charset=utf-8').send(html),
    );

    const { resolve } = createRequire(import.meta.url);
    for (const weight of FONT_WEIGHTS) {
      const font = await readFile(resolve(`@fontsource/mukta/files/mukta-devanagari-${weight}-normal.woff2`));
      app.get(`/assets/fonts/mukta-devanagari-${weight}.woff2`, (_request, reply) =>
        reply.header('cache-control', 'public, max-age=604800').type('font/woff2').send(font),
      );
    }

    await app.register(fastifyStatic, {
      root: ROOT,
      prefix: '/assets/',
      index: false,
      cacheControl: false,
      setHeaders,
    });
  };
}

/** Always asked for again (with an etag), so that a new version never meets old scripts. */
function setHeaders(response: { setHeader(name: string, value: string): void }): void {
  response.setHeader('cache-control', 'no-cache');
}
