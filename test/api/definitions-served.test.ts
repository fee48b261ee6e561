import { expect, test } from '@jest/globals';
import { crds } from '../../api/generated/crds.js';
import { startApiServer } from '../../packages/embedded-cluster/index.js';

const definitions = 'customresourcedefinitions.apiextensions.k8s.io';

test('the API server accepts our definitions: Go knows their patterns', async () => {
  const server = await startApiServer();
  const names = Object.values(crds).map((definition) => server.api.create(definitions, definition).metadata.name);
  expect(server.api.list(definitions).map(({ metadata }) => metadata.name)).toEqual(names);
  await server.stop();
});
