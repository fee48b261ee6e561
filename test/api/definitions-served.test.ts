import { expect, test } from '@jest/globals';
import { crds } from '../../api/generated/crds.js';
import { startApiServer } from '../../packages/embedded-cluster/index.js';

const definitions = 'customresourcedefinitions.apiextensions.k8s.io';

test('our own definitions have patterns that Go knows: the API server takes them', async () => {
  const server = await startApiServer();
  const names = Object.values(crds).map((definition) => server.api.create(definitions, definition).metadata.name);
  expect(server.api.list(definitions).map(({ metadata }) => metadata.name)).toEqual(names);
  await server.stop();
});
