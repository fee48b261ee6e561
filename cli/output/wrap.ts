/** Breaks a line between words so that no part is wider than `width`; a longer word is broken too. At least one part. */
export function wrap(text: string, width: number): string[] {
  if (text.length <= width) return [text];
  const parts: string[] = [];
  let rest = text;
  while (rest.length > width) {
    const space = rest.lastIndexOf(' ', width);
    const end = space > 0 ? space : width;
    parts.push(rest.slice(0, end));
    rest = rest.slice(end).trimStart();
  }
  return rest === '' ? parts : [...parts, rest];
}

const labelWidth = 10;

/** `note      a sentence`, whose further lines stand below its first word. */
export function labelled(label: string, text: string, width: number): string[] {
  return wrap(text, Math.max(1, width - labelWidth)).map(
    (line, at) => `${(at === 0 ? label : '').padEnd(labelWidth)}${line}`,
  );
}
