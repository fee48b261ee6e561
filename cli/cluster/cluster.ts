import type { Selection } from '../../packages/kubernetes-client/cache/selection.js';
import { isApiError } from '../../packages/kubernetes-client/transport/api-error.js';
import type { ApiRequest } from '../../packages/kubernetes-client/transport/api-request.js';
import type { Transport } from '../../packages/kubernetes-client/transport/transport.js';
import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';
import {
  apiVersionOf,
  collectionPath,
  objectPath,
  type Resource,
} from '../../packages/kubernetes-conventions/resource.js';
import { type Asked, ClusterError, isClusterError } from './cluster-error.js';
import { firstPageSize, nextPageSize } from './page-size.js';

export interface WriteOptions {
  /** The server validates and answers, and persists nothing. */
  readonly dryRun?: boolean;
}

interface Page {
  readonly metadata?: { readonly continue?: string };
  readonly items?: readonly Partial<KubernetesObject>[] | null;
}

const fieldManager = 'kubectl-task';

/**
 * The API server as the commands use it. `T` is trusted to be the shape of the resource.
 *
 * @throws ClusterError from every method
 */
export class Cluster {
  constructor(
    readonly transport: Transport,
    readonly server: URL,
    /** Of the context, or of `-n`. */
    readonly namespace: string,
    readonly context: string,
    /** Prints a note to stderr, once. */
    readonly note: (line: string) => void = () => undefined,
  ) {}

  async get<T extends KubernetesObject>(resource: Resource, name: string, namespace = this.namespace): Promise<T> {
    const path = objectPath(resource, namespace, name);
    return shown(await this.ask<T>({ verb: 'get', resource, namespace, name }, { method: 'GET', path }));
  }

  /** Undefined when there is no such object; also when the server does not know the kind. */
  async find<T extends KubernetesObject>(resource: Resource, name: string, namespace?: string): Promise<T | undefined> {
    try {
      return await this.get<T>(resource, name, namespace);
    } catch (error) {
      if (isClusterError(error, 'NotFound')) return undefined;
      throw error;
    }
  }

  /** The selection page by page, so that a caller who keeps little of each object needs little memory. */
  async *pages<T extends KubernetesObject>(selection: Selection): AsyncGenerator<readonly T[], void> {
    const { resource, namespace, labelSelector, fieldSelector } = selection;
    const path = collectionPath(resource, namespace);
    let token: string | undefined;
    let limit = firstPageSize;
    do {
      const query = { limit, labelSelector, fieldSelector, continue: token };
      const page: Page = await this.ask<Page>({ verb: 'list', resource, namespace }, { method: 'GET', path, query });
      yield (page.items ?? []).map(
        (item) => shown({ apiVersion: apiVersionOf(resource), kind: resource.kind, ...item }) as T,
      );
      token = page.metadata?.continue || undefined;
      limit = nextPageSize(page.items ?? []);
    } while (token);
  }

  /** What `project` keeps of the whole selection, in the server's order: by namespace and name. */
  async collect<T extends KubernetesObject, Kept>(selection: Selection, project: (object: T) => Kept): Promise<Kept[]> {
    const kept: Kept[] = [];
    for await (const page of this.pages<T>(selection)) for (const object of page) kept.push(project(object));
    return kept;
  }

  create<T extends KubernetesObject>(resource: Resource, object: object, options: WriteOptions = {}): Promise<T> {
    const { namespace } = this;
    const query = { fieldManager, fieldValidation: 'Strict', dryRun: options.dryRun ? 'All' : undefined };
    const path = collectionPath(resource, namespace);
    return this.ask<T>({ verb: 'create', resource, namespace }, { method: 'POST', path, query, body: object });
  }

  /** A JSON merge patch (RFC 7386). */
  patch<T extends KubernetesObject>(
    resource: Resource,
    { metadata: { name, namespace = this.namespace } }: KubernetesObject,
    body: object,
    options: WriteOptions = {},
  ): Promise<T> {
    const query = { fieldManager, fieldValidation: 'Strict', dryRun: options.dryRun ? 'All' : undefined };
    const path = objectPath(resource, namespace, name);
    const contentType = 'application/merge-patch+json';
    return this.ask<T>(
      { verb: 'patch', resource, namespace, name },
      { method: 'PATCH', path, query, contentType, body },
    );
  }

  /**
   * This object, not a later one of the same name; its children follow in the background. A server ignores the
   * query of a deletion that has a body, so that everything it must know is in the body.
   */
  async remove(resource: Resource, object: KubernetesObject, options: WriteOptions = {}): Promise<void> {
    const { name, uid, namespace = this.namespace } = object.metadata;
    const body = {
      apiVersion: 'v1',
      kind: 'DeleteOptions',
      preconditions: { uid },
      propagationPolicy: 'Background',
      ...(options.dryRun ? { dryRun: ['All'] } : {}),
    };
    const path = objectPath(resource, namespace, name);
    await this.ask({ verb: 'delete', resource, namespace, name }, { method: 'DELETE', path, body });
  }

  /** Any other request. */
  async ask<T>(asked: Asked, request: ApiRequest): Promise<T> {
    try {
      return await this.transport.request<T>(request);
    } catch (error) {
      if (isApiError(error)) throw new ClusterError(asked, this.server, error);
      throw error;
    }
  }
}

/** Without `managedFields`, which kubectl hides as well. Lists leave out `apiVersion` and `kind` of their items. */
function shown<T extends Partial<KubernetesObject>>(object: T): T {
  const { managedFields: _, ...metadata } = { managedFields: undefined, ...object.metadata };
  return { ...object, metadata };
}
