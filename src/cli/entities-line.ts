import type { AmountNamed, Entities, NumberKind, Span } from '../intents/types.js';

const KINDS: Readonly<Record<NumberKind, string>> = {
  phone: 'phone',
  aadhaar: 'Aadhaar (hidden)',
  account: 'account',
  consumer: 'consumer number',
  vehicle: 'vehicle',
  reference: 'reference',
  unknown: 'long number',
};

/** What else a post says, in one line for an officer: `since 3 days · reference …23 · photo or video`. */
export function entitiesLine({ since, dates, numbers, amounts, script, media }: Entities): string {
  const parts = [
    ...(since === null ? [] : [spanWords(since)]),
    ...dates.map(({ day, month, year }) => `date ${day}/${month}${year === null ? '' : `/${year}`}`),
    ...numbers.map(({ kind, tail }) => (tail === null ? KINDS[kind] : `${KINDS[kind]} …${tail}`)),
    ...amounts.map(amountWords),
    ...(media ? ['photo or video'] : []),
    `${script} script`,
  ];
  return parts.join(' · ');
}

function spanWords({ amount, unit, from }: Span): string {
  if (amount === null) return `since ${from ?? 'earlier'}`;
  return `since ${amount} ${amount === 1 ? unit.slice(0, -1) : unit}`;
}

function amountWords({ rupees, about }: AmountNamed): string {
  const money = `₹${rupees.toLocaleString('en-IN')}`;
  return about === null ? money : `${money} ${about}`;
}
