import assert from 'node:assert/strict';
import { ApiextensionsV1Api, CustomObjectsApi, KubeConfig, Watch } from '@kubernetes/client-node';
import { kubeconfigYaml, startApiServer } from '@kubetask/embedded-cluster';

const server = await startApiServer();
const config = new KubeConfig();
config.loadFromString(kubeconfigYaml(server));

const part = { type: 'object', properties: { text: { type: 'string', maxLength: 20 } } };
const schema = { openAPIV3Schema: { type: 'object', properties: { spec: part, status: part } } };
const versions = [{ name: 'v1', served: true, storage: true, subresources: { status: {} }, schema }];
const names = { plural: 'greetings', kind: 'Greeting' };
const definition = { group: 'example.com', scope: 'Namespaced', names, versions };
await config
  .makeApiClient(ApiextensionsV1Api)
  .createCustomResourceDefinition({ body: { metadata: { name: 'greetings.example.com' }, spec: definition } });

const greetings = { group: 'example.com', version: 'v1', namespace: 'default', plural: 'greetings' };
const api = config.makeApiClient(CustomObjectsApi);

/** The controller under test: it answers `spec.text` in `status.text`. */
const answer = new Promise<string>((resolve) => {
  const reconcile = async (
    _: string,
    greeting: { metadata: { name: string }; spec: { text: string }; status?: { text: string } },
  ) => {
    if (greeting.status) return resolve(greeting.status.text);
    const body = { ...greeting, status: { text: `Hello, ${greeting.spec.text}` } };
    await api.replaceNamespacedCustomObjectStatus({ ...greetings, name: greeting.metadata.name, body });
  };
  new Watch(config).watch('/apis/example.com/v1/greetings', {}, reconcile, () => undefined);
});

const create = (text: string) =>
  api.createNamespacedCustomObject({
    ...greetings,
    body: { apiVersion: 'example.com/v1', kind: 'Greeting', metadata: { name: 'ada' }, spec: { text } },
  });
await assert.rejects(create('a name that is too long'), /may not be more than 20 bytes/);
await create('Ada');
assert.equal(await answer, 'Hello, Ada');
await server.stop();
console.log('The controller answered.');
