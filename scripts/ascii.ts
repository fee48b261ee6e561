/** A single character outside Latin 1 makes V8 keep the whole source in twice the memory. */
export const ascii = (source: string): string =>
  source.replace(/[^\0-\x7f]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`);
