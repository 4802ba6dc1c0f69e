import { at, escaped, label, picture } from './svg.js';

const [LEFT, TOP, CELL] = [118, 112, 51];

/** The confusion matrix: what each text is (rows) against what was answered (columns). */
export function confusionPicture(rows: readonly (readonly number[])[], labels: readonly string[]): string {
  const width = LEFT + labels.length * CELL + 12;
  const height = TOP + labels.length * CELL + 40;
  const parts = labels.flatMap((name, across) => {
    const [x, y] = [LEFT + across * CELL + CELL / 2 - 4, TOP - 8];
    return [
      `<text x="${at(x)}" y="${at(y)}" transform="rotate(-50 ${at(x)} ${at(y)})">${escaped(named(name))}</text>`,
      label(LEFT - 8, TOP + across * CELL + CELL / 2 + 5, named(name), 'end'),
    ];
  });
  for (const [down, row] of rows.entries()) {
    const whole = row.reduce((sum, count) => sum + count, 0);
    for (const [across, count] of row.entries()) parts.push(cell(down, across, count, whole));
  }
  parts.push(label(LEFT, height - 14, 'rows: what it is; columns: what was answered', 'start', 'soft'));
  return picture({ width, height }, 'Confusion of intents', confusionWords(rows, labels), parts.join('\n'));
}

function cell(down: number, across: number, count: number, whole: number): string {
  const [x, y] = [LEFT + across * CELL, TOP + down * CELL];
  const share = whole === 0 ? 0 : count / whole;
  // A square root keeps a handful of errors visible beside a diagonal of hundreds.
  const tint = count === 0 ? 0 : 0.06 + 0.94 * Math.sqrt(share);
  const box = { x: at(x + 1), y: at(y + 1), side: CELL - 2 };
  const back =
    count === 0
      ? `<rect class="line" x="${box.x}" y="${box.y}" width="${box.side}" height="${box.side}"/>`
      : `<rect class="cell" opacity="${tint.toFixed(2)}" x="${box.x}" y="${box.y}" width="${box.side}" height="${box.side}"/>`;
  if (count === 0) return back;
  const kind = [tint > 0.55 ? 'on' : '', down === across ? 'strong' : '']
    .filter((one) => one !== '')
    .join(' ');
  return back + label(x + CELL / 2, y + CELL / 2 + 5, String(count), 'middle', kind);
}

/** The same in words: every class, and what it is taken for most. */
export function confusionWords(rows: readonly (readonly number[])[], labels: readonly string[]): string {
  return labels
    .map((name, down) => {
      const row = rows[down] ?? [];
      const whole = row.reduce((sum, count) => sum + count, 0);
      const others = row
        .map((count, across) => ({ count, name: labels[across] ?? '', same: across === down }))
        .filter(({ count, same }) => count > 0 && !same)
        .sort((a, b) => b.count - a.count)
        .slice(0, 2)
        .map((one) => `${one.count} as ${named(one.name)}`);
      const most = others.length === 0 ? '' : `, ${others.join(', ')}`;
      return `${named(name)}: ${row[down] ?? 0} of ${whole} right${most}`;
    })
    .join('; ');
}

const named = (name: string): string => name.replace('_', ' ');
