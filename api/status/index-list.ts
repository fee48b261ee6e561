/**
 * Task indexes as the status of an Indexed Job writes them: `0-6,9`. Ascending and without repetition.
 * Source: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/job-v1/ (`completedIndexes`)
 */
export function formatIndexes(ascending: Iterable<number>): string {
  const ranges: [number, number][] = [];
  for (const index of ascending) {
    const last = ranges.at(-1);
    if (last && last[1] + 1 === index) last[1] = index;
    else ranges.push([index, index]);
  }
  return ranges.map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`)).join(',');
}

/** The inverse of `formatIndexes`. Never throws: parts that are no range are skipped, so that a hand-edited status cannot stop a run. */
export function parseIndexes(text: string | undefined): Set<number> {
  const indexes = new Set<number>();
  for (const range of text?.split(',') ?? []) {
    const [, from, to = from] = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(range) ?? [];
    for (let index = Number(from); index <= Number(to); index += 1) indexes.add(index);
  }
  return indexes;
}
