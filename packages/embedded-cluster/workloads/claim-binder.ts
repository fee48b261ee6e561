import { join } from 'node:path';
import type { KubernetesObject } from '../../kubernetes-conventions/kubernetes-object.js';
import { WorkQueue } from '../../work-queue/work-queue.js';
import type { LocalApi } from '../local-api.js';
import { removeTree } from '../node/remove-tree.js';
import { keyOf, type ObjectKey } from '../objects.js';
import type { Controller } from './job-controller.js';

const resource = 'persistentvolumeclaims';

interface Claim extends KubernetesObject {
  readonly spec: { readonly accessModes?: readonly string[]; readonly resources?: { readonly requests?: object } };
  readonly status?: { readonly phase?: string };
}

/** Binds every claim, since a volume is but a folder here, and removes the folder with the claim. Runs until stopped. */
export function startClaimBinder(api: LocalApi, folder: string): Controller {
  const queue = new WorkQueue<ObjectKey>({ process: (key) => bindOrRemove(api, folder, key) });
  const stopWatch = api.watch(resource, ({ object }) => queue.add(keyOf(object)));
  queue.start();
  return {
    stop: async () => {
      stopWatch();
      await queue.stop();
    },
  };
}

async function bindOrRemove(api: LocalApi, folder: string, key: ObjectKey): Promise<void> {
  const [namespace = '', name = ''] = key.split('/');
  const claim = api.get(resource, namespace, name) as Claim | undefined;
  if (!claim) return removeTree(join(folder, namespace, name));
  if (claim.status?.phase === 'Bound') return;
  const { accessModes, resources } = claim.spec;
  const capacity = resources?.requests;
  const status = { phase: 'Bound', ...(accessModes && { accessModes }), ...(capacity && { capacity }) };
  api.updateStatus(resource, { ...claim, status } as Claim);
}
