import { type ApiObjectMetadata, Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import type { ObjectMeta } from '../packages/kubernetes-conventions/kubernetes-object.js';

/** Metadata with an explicit name, the construct's id unless given, and the chart's namespace unless given. */
export function objectMetadata(construct: Construct, metadata: ApiObjectMetadata = {}): ObjectMeta {
  const namespace = metadata.namespace ?? Chart.of(construct).namespace;
  return { name: construct.node.id, ...metadata, ...(namespace === undefined ? {} : { namespace }) };
}
