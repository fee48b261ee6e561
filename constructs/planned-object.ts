import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import type { KubernetesObject } from '../api/kubernetes-object.js';
import { canonicalJson } from '../plan/content-hash.js';

/** What is known of an object before it is built. */
export interface PlannedObjectProps {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
  /** Builds the object; called once per synthesis, so that thousands need not be kept. */
  readonly build: () => KubernetesObject;
}

/**
 * An object exactly as the planner planned it, which is what the reconciler would create. So the chart's labels do not
 * reach it: a label such as `app.kubernetes.io/instance` on a Job makes Argo CD prune it while it runs.
 */
export class PlannedObject extends ApiObject {
  readonly #build: () => KubernetesObject;

  constructor(scope: Construct, id: string, { apiVersion, kind, name, namespace, build }: PlannedObjectProps) {
    super(scope, id, { apiVersion, kind, metadata: { name, ...(namespace === undefined ? {} : { namespace }) } });
    this.#build = build;
  }

  /** @throws Error always: a changed object would not be what the reconciler creates. */
  override addJsonPatch(): never {
    throw new Error(
      `Cannot patch ${this.kind} ${this.name}: it follows from its Batch and WorkspaceConfig; change those`,
    );
  }

  /** With sorted keys, as cdk8s writes all objects. */
  override toJson(): KubernetesObject {
    const { apiVersion, kind, metadata, ...rest } = JSON.parse(canonicalJson(this.#build())) as KubernetesObject;
    return { apiVersion, kind, metadata, ...rest };
  }
}
