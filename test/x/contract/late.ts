import type { Interceptor } from 'nock';
import type { Recorder } from '../../../src/x/meter-plugin.js';

/** The clients wait fifteen seconds for an answer; nobody has so much time here. */
const FASTER = 300;

let asked = '';
let late = '';

/** The request that is told of now. */
export function telling(method: string, path: string): void {
  asked = `${method} ${path}`;
}

/** The answer to the request told of last comes after the time that the client has set for it. */
export function beLate(call: Interceptor): void {
  late = asked;
  call.delayConnection(2_000).reply(200, {});
}

/** Makes the limit that the client has set on the late call a short one. Without a limit it stays without. */
export const hasty: Recorder = {
  pluginFor: () => ({
    onBeforeRequestConfig({ url, params }) {
      if (`${params.method} ${url.pathname}` !== late) return;
      late = '';
      if (params.timeout !== undefined) params.timeout /= FASTER;
    },
  }),
};
