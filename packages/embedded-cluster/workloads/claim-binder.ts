import { join } from 'node:path';
import type { KubernetesObject } from '../../kubernetes-conventions/kubernetes-object.js';
import { type Clock, systemClock } from '../../work-queue/clock.js';
import { type Controller, ownKey, startController } from '../controller.js';
import type { LocalApi } from '../local-api.js';
import { removeTree } from '../node/scratch/remove-tree.js';
import type { ObjectKey } from '../objects.js';

const resource = 'persistentvolumeclaims';

interface Claim extends KubernetesObject {
  readonly spec: { readonly accessModes?: readonly string[]; readonly resources?: { readonly requests?: object } };
  readonly status?: { readonly phase?: string };
}

/** Binds every claim, since a volume is but a folder here, and removes the folder with the claim. Runs until stopped. */
export function startClaimBinder(api: LocalApi, folder: string, clock: Clock = systemClock): Controller {
  return startController(api, {
    clock,
    watches: { [resource]: ownKey },
    process: (key) => bindOrRemove(api, folder, key),
  });
}

async function bindOrRemove(api: LocalApi, folder: string, key: ObjectKey): Promise<undefined> {
  const [namespace = '', name = ''] = key.split('/');
  const claim = api.get(resource, namespace, name) as Claim | undefined;
  if (!claim) await removeTree(join(folder, namespace, name));
  if (!claim || claim.status?.phase === 'Bound') return;
  const { accessModes, resources } = claim.spec;
  const capacity = resources?.requests;
  const status = { phase: 'Bound', ...(accessModes && { accessModes }), ...(capacity && { capacity }) };
  api.updateStatus(resource, { ...claim, status } as Claim);
}
