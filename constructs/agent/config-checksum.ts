import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import type { KeyReference } from '../../api/generated/kinds.js';
import { contentHash } from '../../packages/kubernetes-conventions/content-hash.js';
import type { AgentEnv } from './agent-env.js';

/**
 * Hash of what the environment takes from ConfigMaps of this app; undefined when it takes nothing from them. Kubernetes
 * does not restart a Pod whose variables have changed, so the hash is put where it does. To be called when the tree is
 * complete.
 *
 * @param namespace of the agent: a reference reaches no other
 */
export function configChecksum(
  construct: Construct,
  env: readonly AgentEnv[],
  namespace: string | undefined,
): string | undefined {
  const references = env.flatMap(({ valueFrom }) => valueFrom?.configMapKeyRef ?? []);
  if (references.length === 0) return undefined;
  const configMaps = construct.node.root.node
    .findAll()
    .filter((one) => ApiObject.isApiObject(one))
    .filter(({ kind, metadata }) => kind === 'ConfigMap' && metadata.namespace === namespace);
  const values = references.flatMap((reference) => referredValue(reference, configMaps));
  return values.length === 0 ? undefined : contentHash(values);
}

function referredValue({ name, key }: KeyReference, configMaps: readonly ApiObject[]): unknown[] {
  const found = configMaps.find((one) => one.name === name);
  if (!found) return [];
  const { data = {}, binaryData = {} } = found.toJson() as Record<'data' | 'binaryData', Record<string, string>>;
  return [[name, key, data[key] ?? binaryData[key] ?? null]];
}
