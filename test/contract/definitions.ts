import { crds } from '../../api/generated/crds.js';
import type { ApiClient } from './api-client.js';
import { apply } from './world.js';

const path = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';

/**
 * Installs our kinds as they are today. The result removes those that were not there before, and no other.
 *
 * @throws Error with the server's words when it refuses one
 */
export async function installDefinitions(client: ApiClient): Promise<() => Promise<void>> {
  const added: string[] = [];
  for (const crd of Object.values(crds)) {
    const one = `${path}/${crd.metadata.name}`;
    const { code, body } = await client.send('PATCH', `${one}?fieldManager=kubetask-contract&force=true`, crd, apply);
    if (code >= 300) throw new Error(`Cannot install ${crd.metadata.name}: ${body['message']}`);
    if (code === 201) added.push(one);
  }
  for (const { spec } of Object.values(crds))
    await served(client, spec.group, spec.versions[0]?.name, spec.names.plural);
  return async () => {
    for (const one of added) await client.send('DELETE', one);
  };
}

/** A new kind is served a moment after its definition was accepted. */
async function served(client: ApiClient, group: string, version = '', plural: string): Promise<void> {
  while ((await client.send('GET', `/apis/${group}/${version}/${plural}?limit=1`)).code !== 200);
}
