import { expect, test } from '@jest/globals';
import { isReconciled } from '../../api/kinds/kind.js';
import { ownKinds } from '../../api/kinds/own-kinds.js';
import type { Transport } from '../../packages/kubernetes-client/transport/transport.js';
import { createSharedInformers } from '../../runtime/caches/shared-informers.js';
import { createInformers, reconciledKinds } from '../../runtime/kinds.js';

const context = { transport: {} as Transport };

test('every kind whose status the controller keeps is reconciled', () =>
  expect(reconciledKinds.map(({ kind }) => kind.singular).toSorted()).toEqual(
    ownKinds.filter(isReconciled).map(({ singular }) => singular),
  ));

test('informers of several kinds never have one name', () => {
  const each = [createSharedInformers(context), ...reconciledKinds.map(({ informers }) => informers(context))];
  expect(each.flatMap(Object.keys).toSorted()).toEqual(Object.keys(createInformers(context)).toSorted());
});

test('every informer is waited for by a kind', () => {
  const informers = createInformers(context);
  const parts = reconciledKinds.map(({ part }) => part(informers, context));
  const awaited = new Set<object>(parts.flatMap(({ needs, optional = [] }) => [...needs, ...optional]));
  expect(Object.entries(informers).flatMap(([name, informer]) => (awaited.has(informer) ? [] : name))).toEqual([]);
});
