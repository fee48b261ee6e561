import type { Batch } from '../../../api/generated/kinds.js';
import { batches } from '../../../api/kinds/batch.js';
import { configMaps } from '../../../api/kinds/kubernetes.js';
import { LABEL_LEDGER } from '../../../api/labels.js';
import { ApiError, isApiError } from '../../../packages/kubernetes-client/transport/api-error.js';
import type { Transport } from '../../../packages/kubernetes-client/transport/transport.js';
import { fitName } from '../../../packages/kubernetes-conventions/fit-name.js';
import type { KubernetesObject } from '../../../packages/kubernetes-conventions/kubernetes-object.js';
import { isControlledBy } from '../../../packages/kubernetes-conventions/owner.js';
import { collectionPath, objectPath } from '../../../packages/kubernetes-conventions/resource.js';
import { fieldManager } from '../../engine/reconcile/act.js';
import {
  type Ledger,
  type LedgerEntry,
  type LedgerPart,
  makeLedger,
  partText,
  provenPart,
  statedParts,
} from './ledger.js';

/** A ConfigMap of a ledger. */
export type LedgerConfigMap = KubernetesObject & { readonly data?: Readonly<Record<string, string>> };

/** What names a Batch. */
export type LedgerOwner = Pick<Batch, 'metadata'>;

const DATA_KEY = 'entries';

/**
 * Ledgers on the API server. Who may write ConfigMaps may write anything into one of a ledger; the status of the Batch only the
 * controller may write. So the status has a digest of the entries of each ConfigMap. The ConfigMaps are written first: what is
 * stated is stored.
 */
export class LedgerStore {
  /** @param reported what the runs of a Batch say that its ledger should have */
  constructor(
    private readonly transport: Pick<Transport, 'request'>,
    readonly reported: (batch: LedgerOwner) => readonly LedgerEntry[] = () => [],
  ) {}

  /** What the controller wrote; a ConfigMap that is missing or was changed is left out. @throws ApiError */
  async read({ metadata: { namespace = '', name, uid = '' } }: LedgerOwner): Promise<Ledger> {
    const batch = await this.find<Batch>(objectPath(batches, namespace, name));
    const stated = batch?.metadata.uid === uid ? (batch.status?.ledger ?? []) : [];
    const parts: LedgerPart[] = [];
    for (const one of stated) {
      const stored = await this.find<LedgerConfigMap>(objectPath(configMaps, namespace, one.name));
      const part = stored && isControlledBy(stored, uid) ? provenPart(one, stored.data?.[DATA_KEY] ?? '') : undefined;
      if (part) parts.push(part);
    }
    return makeLedger(parts);
  }

  /** @throws ApiError also if another owner has the name */
  async write(configMap: LedgerConfigMap, batchUid: string): Promise<void> {
    const { namespace = '', name } = configMap.metadata;
    const shared = { query: { fieldManager }, body: configMap, ignoresAnswer: true };
    try {
      await this.transport.request({ method: 'POST', path: collectionPath(configMaps, namespace), ...shared });
    } catch (error) {
      if (!isApiError(error, 'AlreadyExists')) throw error;
      const path = objectPath(configMaps, namespace, name);
      const existing = await this.transport.request<KubernetesObject>({ method: 'GET', path });
      if (!isControlledBy(existing, batchUid)) throw takenName(name, error);
      const contentType = 'application/apply-patch+yaml';
      await this.transport.request({
        method: 'PATCH',
        path,
        ...shared,
        query: { fieldManager, force: true },
        contentType,
      });
    }
  }

  /** @throws ApiError */
  async state({ metadata: { namespace = '', name, uid } }: LedgerOwner, ledger: Ledger): Promise<void> {
    await this.transport.request({
      method: 'PATCH',
      path: `${objectPath(batches, namespace, name)}/status`,
      query: { fieldManager },
      contentType: 'application/merge-patch+json',
      body: { metadata: { uid }, status: { ledger: statedParts(ledger) } },
      ignoresAnswer: true,
    });
  }

  private async find<T>(path: string): Promise<T | undefined> {
    try {
      return await this.transport.request<T>({ method: 'GET', path });
    } catch (error) {
      if (isApiError(error, 'NotFound')) return undefined;
      throw error;
    }
  }
}

export function ledgerConfigMap(batch: LedgerOwner, part: LedgerPart): LedgerConfigMap {
  const { name, namespace = '', uid = '' } = batch.metadata;
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      name: part.name,
      namespace,
      labels: { [LABEL_LEDGER]: fitName(name) },
      ownerReferences: [{ apiVersion: 'kubetask.io/v1alpha1', kind: 'Batch', name, uid, controller: true }],
    },
    data: { [DATA_KEY]: partText(part) },
  };
}

const takenName = (name: string, cause: ApiError): ApiError =>
  new ApiError(
    `Cannot store which tasks have succeeded: ConfigMap ${name} belongs to another object; rename or delete it`,
    { code: 409, reason: 'AlreadyExists', transient: false, details: cause.details },
    { cause },
  );
