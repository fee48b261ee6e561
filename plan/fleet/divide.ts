/**
 * Divides a whole number by weights, so that the parts add up to it: each part is its exact share, rounded down or up.
 * Equal for equal weights in equal order.
 *
 * @param total 0 or more
 * @param weights above 0; not empty
 */
export function divide(total: number, weights: readonly number[]): number[] {
  const sum = weights.reduce((all, weight) => all + weight, 0);
  const exact = weights.map((weight) => (total * weight) / sum);
  const parts = exact.map(Math.floor);
  const left = total - parts.reduce((all, part) => all + part, 0);
  const byRest = exact.map((share, index) => ({ index, rest: share - Math.floor(share) }));
  byRest.sort((a, b) => b.rest - a.rest || a.index - b.index);
  for (const { index } of byRest.slice(0, left)) parts[index] = (parts[index] ?? 0) + 1;
  return parts;
}
