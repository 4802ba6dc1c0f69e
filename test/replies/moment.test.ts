import { describe, expect, it } from 'vitest';
import { createCalendar } from '../../src/replies/moment.js';

const india = createCalendar('Asia/Kolkata');
/** An hour of Thursday 26 November 2026 in India. */
const at = (hour: number, minute = 0) => Date.UTC(2026, 10, 26, hour, minute) - 5.5 * 3_600_000;

describe('moments in words', () => {
  it.each([
    [18, 0, '6 pm', 'शाम 6 बजे', 'shaam 6 baje'],
    [9, 5, '9:05 am', 'सुबह 9:05 बजे', 'subah 9:05 baje'],
    [12, 0, '12 pm', 'दोपहर 12 बजे', 'dopahar 12 baje'],
    [15, 59, '3:59 pm', 'दोपहर 3:59 बजे', 'dopahar 3:59 baje'],
    [20, 0, '8 pm', 'रात 8 बजे', 'raat 8 baje'],
    [0, 30, '12:30 am', 'रात 12:30 बजे', 'raat 12:30 baje'],
    [4, 0, '4 am', 'सुबह 4 बजे', 'subah 4 baje'],
  ])('%i:%i', (hour, minute, en, hi, hinglish) => {
    expect(india.moment(at(hour, minute), 'en')).toBe(`Thursday 26 November, ${en}`);
    expect(india.moment(at(hour, minute), 'hi')).toBe(`गुरुवार 26 नवंबर, ${hi}`);
    expect(india.moment(at(hour, minute), 'hinglish')).toBe(`guruvar 26 November, ${hinglish}`);
  });

  it('are of the named timezone', () => {
    const late = Date.UTC(2026, 11, 31, 20);
    expect(india.day(late, 'en')).toBe('Friday 1 January');
    expect(createCalendar('UTC').day(late, 'en')).toBe('Thursday 31 December');
  });
});
