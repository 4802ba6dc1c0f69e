import { DAY } from '../lib/instant.js';
import { accountDay } from './prices.js';
import type { SpendRow } from './spend-store.js';

/** What a month will have cost when it is over. */
export interface MonthForecast {
  /** YYYY-MM */
  month: string;
  /** Millionths of a dollar spent in it so far. */
  spent: number;
  /** What an average day of the last seven whole ones cost; with none, of the days so far. */
  perDay: number;
  /** `spent`, and `perDay` for each day to come after today. */
  total: number;
}

const WEEK = 7;

/** `rows` must reach back a week, or to the first of the month if that is longer ago. */
export function forecastMonth(rows: readonly SpendRow[], today: string): MonthForecast {
  const month = today.slice(0, 7);
  const sum = (kept: readonly SpendRow[]) => kept.reduce((total, { micros }) => total + micros, 0);
  const spent = sum(rows.filter((row) => row.day.startsWith(month) && row.day <= today));
  const first = rows.find((row) => row.day < today)?.day;
  const weekAgo = daysBefore(today, WEEK);
  const from = first === undefined || first < weekAgo ? weekAgo : first;
  const days = first === undefined ? 1 : daysBetween(from, today);
  const counted =
    first === undefined
      ? rows.filter(({ day }) => day === today)
      : rows.filter(({ day }) => from <= day && day < today);
  const perDay = Math.round(sum(counted) / days);
  return { month, spent, perDay, total: spent + perDay * daysLeft(today) };
}

/** The day from which `forecastMonth` wants rows. */
export function forecastFrom(today: string): string {
  const weekAgo = daysBefore(today, WEEK);
  const monthBegan = `${today.slice(0, 7)}-01`;
  return weekAgo < monthBegan ? weekAgo : monthBegan;
}

function at(day: string): number {
  return Date.parse(`${day}T00:00:00Z`);
}

function daysBefore(day: string, count: number): string {
  return accountDay(at(day) - count * DAY);
}

function daysBetween(from: string, until: string): number {
  return Math.round((at(until) - at(from)) / DAY);
}

/** Days of this month after today. */
function daysLeft(today: string): number {
  const [year = 0, month = 1, day = 1] = today.split('-').map(Number);
  return new Date(Date.UTC(year, month, 0)).getUTCDate() - day;
}
