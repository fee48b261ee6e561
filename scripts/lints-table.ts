import { readFileSync, writeFileSync } from 'node:fs';
import { allLints } from '../constructs/linter/all-lints.js';

/** `docs/lints.md`: the table of the lints, between `<!-- lints -->` and `<!-- end -->`. */
export const lintsPage = 'docs/lints.md';

const rows = allLints.map(
  ({ id, reports, because = '', severity = 'error' }) => `| \`${id}\` | ${severity} | ${reports} | ${because} |`,
);
const table = ['| Id | Severity | Reports | Because |', '| --- | --- | --- | --- |', ...rows].join('\n');

/** @throws Error if the page has no place for the table */
export function withLintsTable(page: string): string {
  const place = /(<!-- lints -->\n)[\s\S]*?(?=<!-- end -->)/;
  if (!place.test(page)) throw new Error('Cannot put in the lints: the page has no <!-- lints -->');
  return page.replace(place, (_, head: string) => `${head}${table}\n`);
}

export const writeLintsTable = (): void => writeFileSync(lintsPage, withLintsTable(readFileSync(lintsPage, 'utf8')));
