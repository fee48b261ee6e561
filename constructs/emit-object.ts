import { ApiObject, type ApiObjectProps } from 'cdk8s';
import type { Construct } from 'constructs';
import type { KubernetesObject } from '../packages/kubernetes-conventions/kubernetes-object.js';
import { metadataTypeErrors } from '../plan/metadata/metadata-types.js';
import { typedMetadata } from '../plan/metadata/typed-metadata.js';

/** Adds a finished object to the tree; one whose metadata cdk8s would choke on without it, for nothing is written then. */
export const emitObject = (scope: Construct, id: string, object: KubernetesObject): ApiObject =>
  new ApiObject(scope, id, fitForTree(object) as KubernetesObject & ApiObjectProps);

const fitForTree = (object: KubernetesObject): KubernetesObject =>
  metadataTypeErrors(object.metadata).length === 0 ? object : { ...object, metadata: typedMetadata(object.metadata) };
