import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import type { KubernetesObject } from '../packages/kubernetes-conventions/kubernetes-object.js';
import { isJsonObject } from '../packages/structural-schema/json-schema-props.js';

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
  /** cdk8s makes every ApiObject an instance of every class that extends ApiObject, so `instanceof` does not tell. */
  static isPlannedObject(object: ApiObject): object is PlannedObject {
    return #build in object;
  }

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

  /** In the order of the planner, which is no order of keys. */
  planned(): KubernetesObject {
    return this.#build();
  }

  /** With sorted keys, as cdk8s writes all objects. */
  override toJson(): KubernetesObject {
    const { apiVersion, kind, metadata, ...rest } = withSortedKeys(this.planned());
    return { apiVersion, kind, metadata, ...rest };
  }
}

const withSortedKeys = <Value>(value: Value): Value => sorted(value) as Value;

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isJsonObject(value)) return value;
  const fields = Object.keys(value).filter((field) => value[field] !== undefined);
  return Object.fromEntries(fields.sort().map((field) => [field, sorted(value[field])]));
}
