/** The desk's own ink, in light and in dark; the type is the reader's. */
const STYLE = `
  .ground { fill: #ffffff }
  text { font: 15px system-ui, sans-serif; fill: #1b1d29 }
  .soft { fill: #50546a }
  .line { stroke: #dde0ea; fill: none }
  .edge { stroke: #858aa3; fill: none; stroke-dasharray: 4 4 }
  .ink { stroke: #1f2a6b; fill: none; stroke-width: 2.5 }
  .dot, .cell { fill: #1f2a6b }
  .ring { fill: #ffffff; stroke: #1f2a6b; stroke-width: 3 }
  .on { fill: #ffffff }
  .strong { font-weight: 600 }
  @media (prefers-color-scheme: dark) {
    .ground { fill: #191b26 }
    text { fill: #eceef6 }
    .soft { fill: #b1b6cb }
    .line { stroke: #2f3345 }
    .edge { stroke: #747a95 }
    .ink { stroke: #b3bdff }
    .dot, .cell { fill: #b3bdff }
    .ring { fill: #191b26; stroke: #b3bdff }
    .on { fill: #12163a }
  }
`;

export interface Size {
  width: number;
  height: number;
}

/** A picture that says what it shows to whoever cannot see it. */
export function picture({ width, height }: Size, title: string, description: string, body: string): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="title description">`,
    `<title id="title">${escaped(title)}</title>`,
    `<desc id="description">${escaped(description)}</desc>`,
    `<style>${STYLE}</style>`,
    `<rect class="ground" width="${width}" height="${height}"/>`,
    body,
    '</svg>',
    '',
  ].join('\n');
}

type Anchor = 'start' | 'middle' | 'end';

export function label(x: number, y: number, words: string, anchor: Anchor = 'start', kind = ''): string {
  const style = kind === '' ? '' : ` class="${kind}"`;
  return `<text x="${at(x)}" y="${at(y)}" text-anchor="${anchor}"${style}>${escaped(words)}</text>`;
}

export function line(x1: number, y1: number, x2: number, y2: number, kind = 'line'): string {
  return `<path class="${kind}" d="M${at(x1)} ${at(y1)}L${at(x2)} ${at(y2)}"/>`;
}

export function path(points: readonly (readonly [number, number])[]): string {
  return `<path class="ink" d="M${points.map(([x, y]) => `${at(x)} ${at(y)}`).join('L')}"/>`;
}

export function dot(x: number, y: number, radius: number, kind = 'dot'): string {
  return `<circle class="${kind}" cx="${at(x)}" cy="${at(y)}" r="${at(radius)}"/>`;
}

/** A place in the picture, short enough that the last bits of a logarithm never show. */
export const at = (value: number): string => String(Number(value.toFixed(1)));

export function escaped(words: string): string {
  return words.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}
