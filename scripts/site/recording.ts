import { screenSvg } from './screen-svg.js';

/** A line that a program printed. */
export interface TimedLine {
  readonly text: string;
  /** Since the program was started. */
  readonly seconds: number;
}

const LONGEST_PAUSE_SECONDS = 1;
const COLUMNS = 120;

/**
 * What a command printed, as a picture in which the lines appear as they came. Long pauses are cut, and long lines, too.
 *
 * @param names what to write instead of folders of this machine
 */
export function recording(
  command: string,
  lines: readonly TimedLine[],
  names: Readonly<Record<string, string>> = {},
): string {
  const texts = lines.map(({ text }) => fitted(renamed(text, names)));
  return screenSvg([`$ ${command}`, ...texts], [0, ...shortened(lines)]);
}

/** The seconds at which the lines appear, in tenths. */
function shortened(lines: readonly TimedLine[]): number[] {
  let last = 0;
  let shown = 0;
  return lines.map(({ seconds }) => {
    shown += Math.min(Math.max(seconds - last, 0), LONGEST_PAUSE_SECONDS);
    last = seconds;
    return Math.round(shown * 10) / 10;
  });
}

const renamed = (text: string, names: Readonly<Record<string, string>>): string =>
  Object.entries(names).reduce((line, [folder, name]) => line.replaceAll(folder, name), text);

const fitted = (text: string): string => {
  const characters = Array.from(text);
  return characters.length > COLUMNS ? `${characters.slice(0, COLUMNS - 1).join('')}…` : text;
};
