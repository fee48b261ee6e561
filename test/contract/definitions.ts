import { crds } from '../../api/generated/crds.js';
import { readDefinitions } from '../../packages/embedded-cluster/index.js';
import { taskRunDefinition } from '../../packages/embedded-cluster/testing.js';
import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';
import type { ApiClient } from './api-client.js';
import { apply } from './world.js';

const path = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';

interface Definition extends KubernetesObject {
  readonly spec: {
    readonly group: string;
    readonly names: { readonly plural: string };
    readonly versions: readonly { readonly name: string }[];
  };
}

const ours: readonly Definition[] = Object.values(crds);
const tekton = [...readDefinitions('imports/crds/tekton.dev'), taskRunDefinition] as readonly Definition[];

/**
 * Installs our kinds. The result removes those that did not exist before, and no others.
 *
 * @throws Error with the server's message when it refuses one
 */
export async function installDefinitions(client: ApiClient): Promise<() => Promise<void>> {
  const added: string[] = [];
  for (const crd of ours) {
    const one = `${path}/${crd.metadata.name}`;
    const { code, body } = await client.send('PATCH', `${one}?fieldManager=kubetask-contract&force=true`, crd, apply);
    if (code >= 300) throw new Error(`Cannot install ${crd.metadata.name}: ${body['message']}`);
    if (code === 201) added.push(one);
  }
  await allServed(client, ours);
  return () => removeAll(client, added);
}

/** Installs the Tekton kinds that an AgentBuild needs and that do not exist. The result removes them. */
export async function installTekton(client: ApiClient): Promise<() => Promise<void>> {
  const added: string[] = [];
  for (const crd of tekton) {
    const { code } = await client.send('POST', path, crd);
    if (code === 201) added.push(`${path}/${crd.metadata.name}`);
  }
  await allServed(client, tekton);
  return () => removeAll(client, added);
}

async function allServed(client: ApiClient, definitions: readonly Definition[]): Promise<void> {
  for (const { spec } of definitions) await served(client, spec.group, spec.versions[0]?.name, spec.names.plural);
}

async function removeAll(client: ApiClient, paths: readonly string[]): Promise<void> {
  for (const one of paths) await client.send('DELETE', one);
}

/** A new kind is served a moment after its definition was accepted. */
async function served(client: ApiClient, group: string, version = '', plural: string): Promise<void> {
  while ((await client.send('GET', `/apis/${group}/${version}/${plural}?limit=1`)).code !== 200);
}
