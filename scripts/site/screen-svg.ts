/** Colors of a dark terminal, by the code of the terminal that sets the foreground. */
const colors: Readonly<Record<string, string>> = {
  '31': '#ff7b72',
  '32': '#7ee787',
  '33': '#e3b341',
  '34': '#79c0ff',
  '35': '#d2a8ff',
  '36': '#76e3ea',
};

const styles: Readonly<Record<string, string>> = { '1': 'font-weight="bold"', '2': 'opacity="0.6"' };

const characterWidth = 8.43;
const lineHeight = 20;
const padding = 16;

/**
 * A picture of a terminal with these lines, which may have codes for colors.
 *
 * @param times the second at which each line appears. @default all are there from the beginning
 */
export function screenSvg(lines: readonly string[], times: readonly number[] = []): string {
  const columns = Math.max(...lines.map((line) => Array.from(line.replaceAll(code, '')).length));
  const width = Math.ceil(columns * characterWidth + 2 * padding);
  const height = lines.length * lineHeight + 2 * padding;
  const texts = lines.map((line, row) => {
    const y = padding + row * lineHeight + 15;
    const time = times[row] ?? 0;
    // Hidden until then, so that a viewer without animations shows all lines.
    const waits = time > 0 ? `<set attributeName="visibility" to="hidden" begin="0s" end="${time}s"/>` : '';
    return `<text x="${padding}" y="${y}" xml:space="preserve">${spans(line)}${waits}</text>`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`,
    `<title>${escaped((lines[0] ?? '').replaceAll(code, ''))}</title>`,
    `<rect width="100%" height="100%" rx="8" fill="#161b22"/>`,
    `<g font-family="ui-monospace, Menlo, Consolas, monospace" font-size="14" fill="#e6edf3">`,
    ...texts,
    '</g></svg>',
    '',
  ].join('\n');
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: the codes of a terminal begin with one
const code = /\u001b\[(\d+)m/g;

/** Each part of the line with the style that was set last; a code that ends a style, or that is not known, sets none. */
function spans(line: string): string {
  const [plain = '', ...parts] = line.split(code);
  const styled = Array.from({ length: parts.length / 2 }, (_, index) => ({
    set: parts[2 * index] ?? '',
    text: parts[2 * index + 1] ?? '',
  }));
  return [escaped(plain), ...styled.map(({ set, text }) => span(set, escaped(text)))].join('');
}

function span(set: string, text: string): string {
  if (text === '') return '';
  const color = colors[set];
  const attribute = color === undefined ? styles[set] : `fill="${color}"`;
  return attribute === undefined ? text : `<tspan ${attribute}>${text}</tspan>`;
}

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
