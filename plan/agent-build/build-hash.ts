import { crds } from '../../api/generated/crds.js';
import type { AgentBuildSpec } from '../../api/generated/kinds.js';
import { contentHash } from '../../packages/kubernetes-conventions/content-hash.js';
import type { JSONSchemaProps } from '../../packages/structural-schema/json-schema-props.js';
import { asStored } from '../as-stored.js';

/**
 * What tells one build from another, 10 hex digits: hash of what the spec says about the build, which is all of it but
 * what is done with the image. It is not of the plan, so that a kubetask with newer images of the builders builds nothing
 * again; and equal for specs that an API server would store alike, so that build time and run time agree.
 *
 * @param buildAgain another text is another build of the same spec
 */
export function buildHash(spec: AgentBuildSpec, buildAgain?: string): string {
  const definition: JSONSchemaProps | undefined = crds.AgentBuild.spec.versions[0]?.schema.openAPIV3Schema;
  const { deploy: _, agent: __, ...build } = asStored(definition?.properties?.['spec'] ?? {}, spec);
  return contentHash(buildAgain ? [build, buildAgain] : build);
}
