/** What ends a line in one version of YAML and not in another, or comes from Windows. */
const otherBreaks = /[\r\u0085\u2028\u2029\ufeff]/;

/** What begins a line like an end of a document, and is none in its simplest form. */
const otherMarks = /^(?:---(?!\n)|\.\.\.(?!\n)|%)/m;

/**
 * The documents of a text that is separated by `---` alone, without blank ones; undefined if the text may be separated in
 * another way. A literal block is indented, so that its lines separate nothing.
 */
export function plainDocuments(text: string): string[] | undefined {
  if (otherBreaks.test(text) || otherMarks.test(text)) return undefined;
  const documents: string[] = [];
  let from = text.startsWith('---\n') ? 4 : 0;
  while (from < text.length) {
    const mark = text.indexOf('\n---\n', from - 1);
    const end = mark < 0 ? text.length : mark + 1;
    const document = text.slice(from, end);
    if (document.trim() !== '') documents.push(document);
    from = mark < 0 ? text.length : mark + 5;
  }
  return documents;
}
