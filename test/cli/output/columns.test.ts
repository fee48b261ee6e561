import { describe, expect, test } from '@jest/globals';
import { printerColumns } from '../../../api/generated/printer-columns.js';
import type { Kind } from '../../../api/kinds/kind.js';
import { agentColumns } from '../../../cli/agent/agent-row.js';
import { allKinds } from '../../../cli/kinds.js';
import { runColumns } from '../../../cli/run/run-row.js';
import { templateColumns } from '../../../cli/run/template-row.js';

interface Shown {
  readonly isWide: boolean;
  readonly hasNamespace: boolean;
}
type Titles = readonly { readonly title: string }[];

/** The table in which the CLI lists objects of a kind. */
const columnsOfRole: Record<Kind['role'], (kind: Kind, shown: Shown) => Titles> = {
  template: (_, shown) => templateColumns(shown, 0),
  run: (kind, shown) => runColumns({ ...shown, kinds: [kind] }, 0),
  build: (kind, shown) => runColumns({ ...shown, kinds: [kind] }, 0),
  service: (_, shown) => agentColumns(shown, 0),
  config: () => [],
};

/** What no JSONPath tells. */
const ownColumns = ['NAMESPACE', 'NAME', 'DURATION', 'WORK', 'PARAMS'];

const titlesOf = (kind: Kind, isWide: boolean): string[] =>
  columnsOfRole[kind.role](kind, { isWide, hasNamespace: true }).map(({ title }) => title);

const kubectl = ({ resource }: Kind, isWide: boolean): string[] =>
  printerColumns[resource.kind as keyof typeof printerColumns]
    .filter(({ priority = 0 }) => isWide || priority === 0)
    .map(({ name }) => name.toUpperCase());

describe.each(allKinds.map((kind) => [kind.resource.plural, kind] as const))('%s', (_, kind) => {
  test.each([false, true])('the columns of kubectl get in its order; wide: %s', (isWide) => {
    expect(titlesOf(kind, isWide).filter((title) => !ownColumns.includes(title))).toEqual(kubectl(kind, isWide));
  });

  test('namespace and name come first', () => {
    expect(titlesOf(kind, false).slice(0, 2)).toEqual(['NAMESPACE', 'NAME']);
  });
});
