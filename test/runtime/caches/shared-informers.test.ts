import { expect, test } from '@jest/globals';
import { Transport } from '../../../packages/kubernetes-client/transport/transport.js';
import { createSharedInformers } from '../../../runtime/caches/shared-informers.js';
import { FakeServer, json } from '../../kubernetes-client/fake-server.js';

test('Events, of which servers send no bookmarks: their watch ends before its silence would mean anything', async () => {
  const server = await FakeServer.start();
  const transport = new Transport(server.connection);
  server.script(json({ metadata: { resourceVersion: '1' }, items: [] }));
  const watch = server.stream();
  const { warnings } = createSharedInformers({ transport });
  warnings.start();
  const { query } = await watch.opened;
  expect(Number(query.timeoutSeconds)).toBeLessThan(150);
  await warnings.stop();
  transport.close();
  await server.close();
});
