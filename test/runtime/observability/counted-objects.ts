import type { Registry } from 'prom-client';
import type { Delta } from '../../../packages/kubernetes-client/cache/held-objects.js';
import type { Counted } from '../../../runtime/observability/counted.js';

/** The samples of our own metrics, without histogram buckets, sorted. */
export async function samples(registry: Registry): Promise<string[]> {
  const lines = (await registry.metrics()).split('\n');
  return lines.filter((line) => line.startsWith('kubetask_') && !line.includes('_bucket')).sort();
}

/** Objects that a test says have changed. */
export class CountedObjects<T> implements Counted<T> {
  private listener: (delta: Delta<T>) => void = () => undefined;
  readonly store = {
    all: () => this.objects,
    get: (_namespace: string, name: string) =>
      this.objects.find((each) => (each as { metadata?: { name: string } }).metadata?.name === name),
  };
  constructor(readonly objects: readonly T[]) {}
  onChange(listener: (delta: Delta<T>) => void): void {
    const before = this.listener;
    this.listener = (delta) => {
      before(delta);
      listener(delta);
    };
  }
  update(previous: T, object: T): void {
    this.listener({ type: 'updated', previous, object });
  }
}
