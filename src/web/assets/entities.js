import { el } from './dom.js';
import { state } from './store.js';
import { t, word } from './strings.js';

/** What else a post says, each thing in a few words; null when it says nothing more. */
export function entitiesList(entities) {
  const words = entities ? told(entities) : [];
  if (words.length === 0) return null;
  return el(
    'ul',
    { class: 'entities', data: { testid: 'understood-entities' } },
    ...words.map((text) => el('li', { text })),
  );
}

function told({ since, dates, numbers, amounts, media }) {
  return [
    since && span(since),
    ...dates.map((date) =>
      t('dateNamed', { date: [date.day, date.month, date.year].filter(Boolean).join('/') }),
    ),
    ...numbers.map(({ kind, tail }) => word('num', kind) + (tail ? ` …${tail}` : '')),
    ...amounts.map(amount),
    media && t('media'),
  ].filter(Boolean);
}

function span({ amount, unit, from }) {
  if (amount === null) return t('sinceFrom', { time: word('time', from) });
  if (unit === 'days') return amount === 1 ? t('sinceDay') : t('sinceDays', { n: amount });
  return amount === 1 ? t('sinceHour') : t('sinceHours', { n: amount });
}

function amount({ rupees, about }) {
  const money = `₹${rupees.toLocaleString('en-IN')}`;
  if (!about) return money;
  return state.lang === 'hi' ? `${money} ${word('about', about)}` : `${word('about', about)} ${money}`;
}
