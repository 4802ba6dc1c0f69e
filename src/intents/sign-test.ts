/**
 * Exact one-sided sign test: how likely at least `lost` of `won + lost` changed answers would be losses, were each as
 * likely a win. Summed in logarithms, as powers of a half vanish where many answers changed.
 */
export function chanceOfLosses(won: number, lost: number): number {
  const changed = won + lost;
  let chance = 0;
  let logWays = 0;
  // Ways to choose the wins, from none on: they leave `lost` losses or more.
  for (let wins = 0; wins <= won; wins += 1) {
    if (wins > 0) logWays += Math.log((changed - wins + 1) / wins);
    chance += Math.exp(logWays - changed * Math.LN2);
  }
  return Math.min(1, chance);
}
