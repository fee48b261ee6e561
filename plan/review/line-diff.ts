/** One line of a comparison: in both texts, in the old one only, or in the new one only. */
export interface DiffLine {
  readonly mark: ' ' | '-' | '+';
  readonly text: string;
}

/** The shortest way from one list of lines to another; removals come before additions. Of long texts without much in common: all of both. */
export function lineDiff(before: readonly string[], after: readonly string[]): DiffLine[] {
  const head = commonLength(before, after);
  const tail = commonLength(before.slice(head).reverse(), after.slice(head).reverse());
  const same = (lines: readonly string[]): DiffLine[] => lines.map((text) => ({ mark: ' ', text }));
  const [gone, added] = [before.slice(head, before.length - tail), after.slice(head, after.length - tail)];
  const middle = gone.length * added.length > mostComparisons ? replaced(gone, added) : between(gone, added);
  return [...same(before.slice(0, head)), ...middle, ...same(before.slice(before.length - tail))];
}

/** Each line of one text with each of the other: more would take seconds and hundreds of megabytes. */
const mostComparisons = 4_000_000;

const replaced = (gone: readonly string[], added: readonly string[]): DiffLine[] => [
  ...gone.map((text): DiffLine => ({ mark: '-', text })),
  ...added.map((text): DiffLine => ({ mark: '+', text })),
];

function commonLength(a: readonly string[], b: readonly string[]): number {
  let length = 0;
  while (length < a.length && length < b.length && a[length] === b[length]) length += 1;
  return length;
}

/** By the longest common subsequence. */
function between(before: readonly string[], after: readonly string[]): DiffLine[] {
  const lengths = suffixLengths(before, after);
  const at = (i: number, j: number): number => lengths[i]?.[j] ?? 0;
  const lines: DiffLine[] = [];
  let [i, j] = [0, 0];
  while (i < before.length || j < after.length) {
    const [old, young] = [before[i], after[j]];
    if (old !== undefined && old === young) {
      lines.push({ mark: ' ', text: old });
      i += 1;
      j += 1;
    } else if (old !== undefined && (young === undefined || at(i + 1, j) >= at(i, j + 1))) {
      lines.push({ mark: '-', text: old });
      i += 1;
    } else {
      lines.push({ mark: '+', text: young ?? '' });
      j += 1;
    }
  }
  return lines;
}

/** How many lines the texts from `i` and `j` on have in common, in order. */
function suffixLengths(before: readonly string[], after: readonly string[]): Uint32Array[] {
  const lengths = Array.from({ length: before.length + 1 }, () => new Uint32Array(after.length + 1));
  for (let i = before.length - 1; i >= 0; i -= 1) {
    const [row, below] = [lengths[i], lengths[i + 1]];
    for (let j = after.length - 1; row && below && j >= 0; j -= 1) {
      row[j] = before[i] === after[j] ? (below[j + 1] ?? 0) + 1 : Math.max(below[j] ?? 0, row[j + 1] ?? 0);
    }
  }
  return lengths;
}

const context = 3;

/** Only the changes and a few lines around each, `…` where lines are left out. Empty when nothing changed. */
export function hunks(lines: readonly DiffLine[]): DiffLine[] {
  const near = new Set<number>();
  for (const [at, { mark }] of lines.entries()) {
    if (mark !== ' ') for (let i = at - context; i <= at + context; i += 1) near.add(i);
  }
  return lines.flatMap((line, at) => {
    if (near.has(at)) return [line];
    return near.has(at + 1) || (near.has(at - 1) && at < lines.length) ? [{ mark: ' ', text: '…' }] : [];
  });
}
