import type { Progress } from '../intents/train.js';

const WIDTH = 24;

/** A bar on stderr while somebody looks; nothing where stderr goes to a file or another program. */
export function progressLine(stream: NodeJS.WriteStream = process.stderr): Progress {
  if (!stream.isTTY) return () => {};
  return (step, share) => {
    const full = Math.round(share * WIDTH);
    const bar = '█'.repeat(full) + '░'.repeat(WIDTH - full);
    // Clears the line: the step before may have had the longer name.
    stream.write(`\r\u001b[2K${bar} ${Math.round(share * 100)} % ${step}`);
    if (share >= 1) stream.write('\r\u001b[2K');
  };
}
