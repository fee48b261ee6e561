/** Remembers the results of a pure function for the latest texts, so that memory does not grow. */
export function remembered(compute: (text: string) => string, limit: number): (text: string) => string {
  const known = new Map<string, string>();
  return (text) => {
    const found = known.get(text);
    if (found !== undefined) return found;
    if (known.size >= limit) known.clear();
    const result = compute(text);
    known.set(text, result);
    return result;
  };
}
