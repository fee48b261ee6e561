import type { ApiObject } from 'cdk8s';

/** Where cdk8s-cli looks for the paths of constructs, which its validation plugins report. */
const file = 'construct-metadata.json';

/** The file that an App of cdk8s writes beside its charts when cdk8s-cli validates; none otherwise. */
export function constructMetadata(objects: readonly ApiObject[]): ReadonlyMap<string, string> {
  if (process.env['CDK8S_RECORD_CONSTRUCT_METADATA'] !== 'true') return new Map();
  const resources = Object.fromEntries(objects.map(({ name, node }) => [name, { path: node.path }]));
  return new Map([[file, JSON.stringify({ version: '1.0.0', resources })]]);
}
