import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maskPersonal } from '../../src/intents/mask.js';

describe('masks', () => {
  it.each([
    ['call 9876543210 now', 'call [phone] now'],
    ['+91 98765 43210', '[phone]'],
    ['+91-9876543210', '[phone]'],
    ['०९८७६५४३२१०', '[phone]'],
    ['९८७६५४३२१०', '[phone]'],
    ['0522-2237777', '[phone]'],
    ['आधार 1234 5678 9012', 'आधार [aadhaar]'],
    ['123456789012', '[aadhaar]'],
    ['१२३४-५६७८-९०१२', '[aadhaar]'],
    ['खाता 00112233445566', 'खाता [account]'],
    ['mail a.b@example.co.in please', 'mail [email] please'],
    ['pay ravi.k@okbank', 'pay [upi]'],
    ['UP32 AB 1234', '[vehicle]'],
    ['up-32-ab-1234', '[vehicle]'],
    ['UP३२AB१२३४', '[vehicle]'],
    ['ABCDE1234F', '[pan]'],
    ['SBIN0001234', '[ifsc]'],
    ['98765\u200b43210', '[phone]'],
  ])('%s', (text, masked) => {
    expect(maskPersonal(text)).toBe(masked);
  });

  it.each([
    '3 din se bijli nahi',
    '112 par call kiya',
    '1912',
    'ward 45, sector 12',
    '2024-25',
    '@UPPCLLKO done',
    '10,000 रुपये',
    '12/05/2024',
  ])('leaves %s alone', (text) => {
    expect(maskPersonal(text)).toBe(text);
  });

  it('leaves no ten digits in a row, whatever is around them', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^[6-9][0-9]{9}$/),
        fc.constantFrom(' ', '.', ',', '(', '।', ':'),
        (phone, around) => {
          return !maskPersonal(`${around}${phone}${around}`).includes(phone);
        },
      ),
    );
  });
});
