import { keysOf, type Piece, quantityAt } from './entities-words.js';
import type { AmountNamed } from './types.js';

const BEFORE = new Set(['₹', 'rs', 'inr', 'रु', 'रू', 'rupees', 'rupaye']);
const BEHIND = keysOf('rs rupees rupee rupaye rupaya rupya rupay rupe रुपये रुपए रुपया रूपये रूपए रु रू');
/** More is a typing mistake or no money; all amounts stay exact below it. */
const LARGEST = 1e12;
/** How many pieces around an amount may say what it was for. */
const NEAR = 10;
const ASKED = keysOf(
  `rishwat ghoos ghus bribe bribes bribery mang maang mange maange mangi mangne mangte mangta mangti demand demands demanded
  demanding vasuli wasooli asked asking suvidha रिश्वत घूस मांग माँग मांगे मांगी मांगते मांगता मांगने मांगा वसूली`,
);
const LOST = keysOf(
  `thagi thag thaga fraud scam scammed cheated cheating lost loot looted lut loota stolen chori gayab kat kate kata debited
  deducted nikal nikale nikaal uda udaye hadap hadpe hack hacked ठगी ठग ठगे फ्रॉड फ्राड लूट लूटे चोरी गायब कट कटे निकाल निकल
  निकाले उड़ा उड़ाए हड़प`,
);

/** Money in rupees, with what it was for when the words beside it say so. */
export function readAmounts(pieces: readonly Piece[]): AmountNamed[] {
  const amounts: AmountNamed[] = [];
  for (let at = 0; at < pieces.length; at += 1) {
    const quantity = quantityAt(pieces, at);
    if (quantity === null) continue;
    const about = aboutOf(pieces, at, quantity.to);
    const counts = isRupees(pieces, at, quantity.to) || (quantity.scaled && about !== null);
    const rupees = Math.round(quantity.value * 100) / 100;
    if (counts && rupees > 0 && rupees <= LARGEST) amounts.push({ rupees, about });
    at = quantity.to - 1;
  }
  return amounts;
}

function isRupees(pieces: readonly Piece[], from: number, to: number): boolean {
  const before = pieces[from - 1]?.text === '.' ? pieces[from - 2] : pieces[from - 1];
  if (before !== undefined && BEFORE.has(before.text)) return true;
  const behind = pieces[to];
  if (behind === undefined) return false;
  return (
    BEHIND.has(behind.key) || behind.text === '₹' || (behind.text === '/' && pieces[to + 1]?.text === '-')
  );
}

function aboutOf(pieces: readonly Piece[], from: number, to: number): AmountNamed['about'] {
  const near = pieces.slice(Math.max(0, from - NEAR), to + NEAR);
  if (near.some(({ key }) => ASKED.has(key))) return 'asked';
  return near.some(({ key }) => LOST.has(key)) ? 'lost' : null;
}
