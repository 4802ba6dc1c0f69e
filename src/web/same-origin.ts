import type { FastifyReply, FastifyRequest } from 'fastify';

const READING = new Set(['GET', 'HEAD']);

/** Why a request must not change anything here; null: it may. Programs (no browser headers) may always. */
export function foreignOrigin(headers: {
  host?: string | undefined;
  origin?: string | undefined;
  'sec-fetch-site'?: string | string[] | undefined;
}): string | null {
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin')
    return `this request comes from another site (${String(site)})`;
  if (headers.origin === undefined) return null;
  // Behind a proxy that speaks TLS the scheme differs, so only host and port are compared.
  const host = URL.canParse(headers.origin) ? new URL(headers.origin).host : null;
  return host !== null && host === headers.host ? null : 'this request comes from another origin';
}

/** Other sites can make a browser send forms here; they cannot make it send JSON with our origin. */
export async function refuseForeign(
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply | undefined> {
  if (READING.has(request.method)) return undefined;
  const reason = foreignOrigin(request.headers);
  if (reason !== null) return reply.code(403).send({ error: reason });
  const type = request.headers['content-type']?.split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/json')
    return reply.code(415).send({ error: 'send JSON (content-type: application/json)' });
  return undefined;
}
