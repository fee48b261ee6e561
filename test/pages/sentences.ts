/** The text of a page without front matter, comments, code blocks and generated tables. */
function prose(page: string): string {
  return page
    .replace(/^---\n[\s\S]*?\n---\n/, '')
    .replace(/<!-- (settings|metrics|rights|lints) -->[\s\S]*?<!-- end -->/g, '\n\n')
    .replace(/```[\s\S]*?```/g, '\n\n')
    .replace(/<!--[\s\S]*?-->/g, '\n\n');
}

/** Paragraphs, items of lists and cells of tables. */
function blocks(text: string): string[] {
  const parts = text.split(/\n\s*\n|\n(?=\s*(?:[-*]|\d+\.) )|\n(?=#)|\n(?=\|)/);
  return parts.flatMap((part) => (part.trim().startsWith('|') ? part.split(/(?<!\\)\|/) : [part]));
}

/** A link is its text, and a list of code is one word. */
function plainText(block: string): string {
  return block
    .replace(/`[^`]*`/g, 'X')
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/X(?:( \(X\))?(,| and| or|, and|, or) X)+/g, 'X')
    .replace(/^\s*(?:[-*] |\d+\. |#+ )|\*\*/g, '')
    .replace(/\s+/g, ' ')
    .trim();
}

/** In their order; a heading and a cell of a table are one each. Empty for a page of code alone. */
export const sentencesOf = (page: string): string[] =>
  blocks(prose(page))
    .map(plainText)
    .flatMap((block) => block.split(/(?<=[.?!][)"*]*)\s+(?=[A-Z"(*])| · /))
    .filter((sentence) => sentence !== '');

export const wordsIn = (sentence: string): number => sentence.split(' ').length;
