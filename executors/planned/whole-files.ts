/**
 * A diff that was cut anywhere, cut before the first file that is not whole. Every line that is no header begins with
 * another character. Pure.
 *
 * @param names of all files of the diff, in its order
 */
export function wholeFiles(
  diff: string,
  names: readonly string[],
): { readonly diff: string; readonly leftOut: readonly string[] } {
  const starts = [...diff.matchAll(/^diff --git /gm)].map(({ index }) => index);
  return { diff: diff.slice(0, starts.at(-1) ?? 0), leftOut: names.slice(Math.max(0, starts.length - 1)) };
}
