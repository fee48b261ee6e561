import type { Phase } from '../../api/generated/kinds.js';
import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';
import type { Counted, IsLeader } from './counted.js';
import type { Meters } from './meters.js';

interface Phased extends KubernetesObject {
  readonly status?: { readonly phase?: Phase };
}

/** How many objects of a kind there are, by phase. Labels end at the namespace. */
export function phaseGauge(
  meters: Meters,
  { name, kinds }: { readonly name: string; readonly kinds: string },
  { store }: Pick<Counted<Phased>, 'store'>,
  isLeader: IsLeader,
): void {
  meters.gauge({
    name,
    help: `${kinds} that exist, by phase. Only on the leader.`,
    labelNames: ['namespace', 'phase'],
    collect() {
      this.reset();
      if (!isLeader()) return;
      for (const { metadata, status } of store.all())
        this.inc({ namespace: metadata.namespace ?? '', phase: status?.phase ?? 'Pending' });
    },
  });
}
