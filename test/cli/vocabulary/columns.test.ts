import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { printerColumns } from '../../../api/generated/printer-columns.js';
import { agentPodColumns } from '../../../cli/agent/agent-pods.js';
import { fleetColumns } from '../../../cli/fleet-results/fleet-columns.js';
import { kindViews } from '../../../cli/kind-views.js';
import { columnTitles } from '../../../cli/output/column-titles.js';
import { taskColumns } from '../../../cli/run/describe-batch-run.js';
import { resultColumns } from '../../../cli/run/result-rows.js';
import { now } from '../sample.js';

const glossary = readFileSync('docs/glossary.md', 'utf8');

/** The first cells of the table of columns. */
const documented = [...(glossary.split('## Columns')[1]?.split('###')[0] ?? '').matchAll(/^\| `([A-Z ]+)` \|/gm)].map(
  ([, title = '']) => title,
);

test('docs/glossary.md explains every column, in the order of the tables', () => {
  expect(documented).toEqual(columnTitles);
});

const shown = { isWide: true, hasNamespace: true };
const printed = Object.entries(printerColumns).map(
  ([kind, columns]) => [`kubectl get, of ${kind}`, columns.map(({ name }) => name.toUpperCase())] as const,
);
const listed = kindViews.map(
  ({ kind, table }) =>
    [
      `kubectl task list ${kind.resource.plural}`,
      table.columns({ ...shown, kinds: [kind] }, now).map(({ title }) => title),
    ] as const,
);
const surfaces: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries([...printed, ...listed]),
  'kubectl task results, and the end of local': resultColumns(now).map(({ title }) => title),
  'kubectl task results --fleet': fleetColumns(now).map(({ title }) => title),
  'kubectl task describe, of a BatchRun': taskColumns(now).map(({ title }) => title),
  'kubectl task describe, of an Agent': agentPodColumns(now).map(({ title }) => title),
};

test.each(Object.entries(surfaces))('%s: known columns, in the order of the glossary', (_, titles) => {
  expect(titles).toEqual(columnTitles.filter((title) => titles.includes(title)));
});

describe('kubectl task list has every column of kubectl get', () => {
  test.each(kindViews.map(({ kind }) => kind))('$singular', ({ resource: { kind, plural } }) => {
    const titles = surfaces[`kubectl task list ${plural}`] ?? [];
    const wanted = surfaces[`kubectl get, of ${kind}`] ?? [];
    expect(titles.filter((title) => wanted.includes(title))).toEqual(wanted);
  });
});

/** A page may show the output of an earlier command; it uses today's columns. */
const pages = ['README.md', 'docs/cli.md', 'docs/runs.md', 'docs/fleets.md', 'docs/agent-builds.md'];
const retired = /^(?=.*\bNAME\b).*\b(NOTE|EXIT {2,}|STATE|WORKS ON)\b|^(Of|Took|Wanted): /m;

test.each(pages)('%s shows no column of earlier versions', (page) => {
  expect(readFileSync(page, 'utf8')).not.toMatch(retired);
});
