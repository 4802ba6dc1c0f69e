import { expect, it } from 'vitest';
import { asksToStop } from '../../src/intents/stop.js';

it.each([
  'STOP',
  'stop.',
  '@sw_energy STOP',
  'Please stop replying',
  'unsubscribe',
  'बंद करो',
  'ये बंद करो भाई',
  'band karo',
  'band kar do plz',
  'reply mat karo',
  'message mat bhejo 🙏',
])('%s asks for quiet', (text) => {
  expect(asksToStop(text)).toBe(true);
});

it.each([
  'रिश्वत बंद करो',
  'bijli chori band karo aur naya meter lagao',
  'Please stop the illegal mining near our village',
  'bus stop par shed nahi hai',
  'बिजली बंद है',
  'stop cutting our power every night',
  'नहीं, अभी तक काम नहीं हुआ',
  '',
  '👍',
])('%s does not', (text) => {
  expect(asksToStop(text)).toBe(false);
});
