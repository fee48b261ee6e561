/** Collects the values of an option that can be repeated, as they are. */
export function collectTexts(text: string, known: readonly string[] = []): readonly string[] {
  return [...known, text];
}
