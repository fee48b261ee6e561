import type { Style, Terminal } from './terminal.js';

/** Red is left for errors. */
const palette: readonly Style[] = ['cyan', 'green', 'yellow', 'magenta', 'blue'];

/** `[migrate]`: marks where a line comes from, in a colour that its source keeps. */
export class SourceMarks {
  private readonly styles = new Map<string, Style>();

  /** @param at its position among the sources, for the colour. @default the order in which they first appear */
  mark(key: string, label: string, { paint }: Terminal, at?: number): string {
    const style = this.styles.get(key) ?? palette[(at ?? this.styles.size) % palette.length] ?? 'cyan';
    this.styles.set(key, style);
    return paint(style, `[${label}]`);
  }
}
