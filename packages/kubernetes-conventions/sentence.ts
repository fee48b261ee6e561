import { plainText } from './plain-text.js';

/** Text of others as one line of plain text, cut to `maxLength` characters as a CRD schema counts them; never splits a character. */
export function oneLine(text: string, maxLength = 1024): string {
  const characters = [...plainText(text)];
  return characters.length <= maxLength ? characters.join('') : `${characters.slice(0, maxLength - 1).join('')}…`;
}

/** `3 tasks`, `1 task`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** As many of the texts as fit into `maxLength` characters, joined by `; `, and how many more there are. */
export function listed(texts: readonly string[], maxLength: number): string {
  const shown: string[] = [];
  let length = 0;
  for (const text of texts) {
    length += text.length + 2;
    if (length > maxLength && shown.length > 0) return `${shown.join('; ')}; and ${texts.length - shown.length} more`;
    shown.push(oneLine(text, maxLength));
  }
  return shown.join('; ');
}
