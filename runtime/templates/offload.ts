import type { KubernetesObject, ObjectMeta } from '../../packages/kubernetes-conventions/kubernetes-object.js';

/** A specification of more bytes than this is not kept in memory; it is read when something is planned from it. */
export const KEPT_BYTES = 4096;
/** Longer values of annotations are kept empty: whether an annotation is there matters, its text does not. */
const KEPT_ANNOTATION = 256;

/** An object of which only a part is kept. */
export interface Offloaded {
  /** How long the part is, as JSON, that is not kept; absent of an object that is whole. */
  readonly offloadedBytes?: number;
}

export const isOffloaded = (object: (KubernetesObject & Offloaded) | undefined): boolean =>
  object?.offloadedBytes !== undefined;

type Template = KubernetesObject & { readonly spec: object };

/**
 * What is kept of a Batch, Task or WorkspaceConfig: its identity, and its specification only when that is short; of a
 * longer one the fields that decisions need before anything is planned.
 */
export function offloadTemplate<T extends Template>(template: T): T & Offloaded {
  const { apiVersion, kind, spec } = template;
  const { name, namespace, uid, resourceVersion, generation, creationTimestamp } = template.metadata;
  const metadata = { name, namespace, uid, resourceVersion, generation, creationTimestamp } as ObjectMeta;
  const bytes = sizeOf(spec);
  if (bytes <= KEPT_BYTES) return { apiVersion, kind, metadata, spec } as T;
  return { apiVersion, kind, metadata, spec: essence(spec), offloadedBytes: bytes } as T & Offloaded;
}

/** What is kept of a run: a long specification of its own is left out, and so are long annotations. */
export function offloadRun<T extends Template>(run: T, inline: 'batchSpec' | 'taskSpec'): T & Offloaded {
  const { annotations } = run.metadata;
  const slim = annotations ? { ...run, metadata: { ...run.metadata, annotations: shortened(annotations) } } : run;
  const own: unknown = Reflect.get(run.spec, inline);
  const bytes = typeof own === 'object' && own !== null ? sizeOf(own) : 0;
  if (bytes <= KEPT_BYTES) return slim;
  return { ...slim, spec: { ...run.spec, [inline]: essence(own as object) }, offloadedBytes: bytes };
}

/** Which WorkspaceConfig and which limit it names. */
function essence(spec: object): object {
  const { workspaceConfigRef, concurrency } = spec as { workspaceConfigRef?: unknown; concurrency?: unknown };
  return {
    ...(workspaceConfigRef === undefined ? {} : { workspaceConfigRef }),
    ...(concurrency === undefined ? {} : { concurrency }),
  };
}

const shortened = (annotations: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(annotations).map(([name, value]) => [name, value.length > KEPT_ANNOTATION ? '' : value]),
  );

const sizeOf = (value: object): number => Buffer.byteLength(JSON.stringify(value));
