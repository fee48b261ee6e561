import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type ApiServer, type RequestAttributes, startApiServer } from '../../api-server/start-api-server.js';
import type { Pod } from '../../objects.js';
import { refusal, streamPath } from './channel-client.js';

let denied: (attributes: RequestAttributes) => boolean;
let server: ApiServer;
beforeAll(async () => {
  server = await startApiServer({ authorize: (attributes) => !denied(attributes) });
  const spec = { nodeName: 'elsewhere', containers: [{ name: 'main', image: 'any' }] };
  server.api.create('pods', {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'one', namespace: 'default' },
    spec,
  } as Pod);
});
afterAll(() => server.stop());

const deny = (verb: string, resource: string) => {
  denied = (attributes) => attributes.verb === verb && attributes.resource === resource;
};
const user = 'User "embedded-cluster-admin"';
const where = 'in API group "" in the namespace "default"';

test.each(['get', 'create'])('a WebSocket of exec without %s: 403', async (verb) => {
  deny(verb, 'pods/exec');
  const { code, body } = await refusal(server, streamPath('one', 'exec', { stdout: 'true' }), ['v5.channel.k8s.io']);
  expect([code, JSON.parse(body)]).toEqual([
    403,
    expect.objectContaining({
      reason: 'Forbidden',
      message: `pods "one" is forbidden: ${user} cannot ${verb} resource "pods/exec" ${where}`,
      details: { name: 'one', kind: 'pods' },
    }),
  ]);
});
test('a right that is missing for exec is not missing for attach', async () => {
  deny('create', 'pods/exec');
  const { code } = await refusal(server, streamPath('one', 'attach', { stdout: 'true' }), ['v5.channel.k8s.io']);
  expect(code).toBe(400); // nothing runs here
});

const headers = () => ({ authorization: `Bearer ${server.token}` });
const send = async (method: string, path: string, body?: object) => {
  const asked = request(`${server.url}${path}`, { method, ca: server.caPem, headers: headers() });
  asked.end(body && JSON.stringify(body));
  const [response] = (await once(asked, 'response')) as [IncomingMessage];
  return { code: response.statusCode, body: JSON.parse(await text(response)) };
};

test('other requests: 403 by their verb', async () => {
  deny('list', 'nodes');
  const { code, body } = await send('GET', '/api/v1/nodes');
  expect([code, body.message]).toEqual([
    403,
    `nodes is forbidden: ${user} cannot list resource "nodes" in API group "" at the cluster scope`,
  ]);
  expect((await send('GET', '/api/v1/namespaces/default/pods/one')).code).toBe(200);
});
test('kubectl auth can-i: the same answer', async () => {
  deny('create', 'pods/exec');
  const ask = async (verb: string) => {
    const spec = { resourceAttributes: { verb, resource: 'pods', subresource: 'exec', namespace: 'default' } };
    return (await send('POST', '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews', { spec })).body.status;
  };
  expect([await ask('create'), await ask('get')]).toEqual([{ allowed: false }, { allowed: true }]);
});
