import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Informer } from '../../packages/kubernetes-client/cache/informer.js';
import { Transport } from '../../packages/kubernetes-client/transport/transport.js';
import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';
import type { Resource } from '../../packages/kubernetes-conventions/resource.js';
import { type ApiClient, createApiClient } from './api-client.js';
import type { ServerUnderTest } from './server-under-test.js';

const group = 'contract.kubetask.io';
const gadgets: Resource = { group, version: 'v1', plural: 'gadgets', kind: 'Gadget', namespaced: false };
const name = `${gadgets.plural}.${group}`;
const definitions = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
const objects = `/apis/${group}/v1/gadgets`;

const definition = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name },
  spec: {
    group,
    scope: 'Cluster',
    names: { plural: gadgets.plural, singular: 'gadget', kind: gadgets.kind, listKind: 'GadgetList' },
    versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: { type: 'object' } } }],
  },
};

/** How an informer handles a kind that is installed and removed. */
export function describeAbsentKinds(server: () => ServerUnderTest): void {
  describe('an informer', () => {
    let client: ApiClient;
    let transport: Transport;
    let informer: Informer<KubernetesObject>;

    beforeEach(() => {
      client = createApiClient(server().connection);
      transport = new Transport(server().connection);
      informer = new Informer({
        transport,
        resource: gadgets,
        project: (gadget: KubernetesObject) => gadget,
        indexes: {},
      });
    });
    afterEach(async () => {
      await informer.stop();
      transport.close();
      await client.send('DELETE', `${definitions}/${name}`);
      client.close();
    });

    const served = (wanted: boolean) =>
      new Promise<void>((resolve) => {
        const look = () => informer.isServed === wanted && resolve();
        informer.onServedChange(look);
        look();
      });
    const seen = (gadget: string) =>
      new Promise<void>((resolve) => {
        informer.onChange(({ type, object }) => type === 'added' && object.metadata.name === gadget && resolve());
      });
    const createGadget = (gadget: string) =>
      client.send('POST', objects, { apiVersion: `${group}/v1`, kind: gadgets.kind, metadata: { name: gadget } });

    test('of a kind that is installed, removed and installed again: reports each change and lists its objects', async () => {
      informer.start();
      await served(false);
      await client.send('POST', definitions, definition);
      await served(true);
      const first = seen('first');
      expect((await createGadget('first')).code).toBe(201);
      await first;
      await client.send('DELETE', `${definitions}/${name}`);
      await served(false);
      expect(informer.store.size).toBe(0);
      await client.send('POST', definitions, definition);
      await served(true);
      const second = seen('second');
      expect((await createGadget('second')).code).toBe(201);
      await second;
      expect(informer.store.all().map(({ metadata }) => metadata.name)).toEqual(['second']);
    }, 60_000);
  });
}
