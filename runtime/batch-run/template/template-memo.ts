import type { KubernetesObject } from '../../../packages/kubernetes-conventions/kubernetes-object.js';
import type { BatchRunObjects } from '../../../plan/batch-run/resolve.js';
import { isOffloaded, type Offloaded } from '../../templates/offload.js';
import { resolveTemplate, type Template } from './template.js';

/** Bytes of long specifications whose plans are kept; the least recently used go first, and are read again. */
const KEPT_PLAN_BYTES = 24 * 1024 * 1024;
/** So many are kept however long they are: more than there are passes at a time. */
const KEPT_PLANS = 8;

interface Memo {
  readonly version: string;
  readonly template: Template;
  /** Of specifications that no cache holds. */
  readonly bytes: number;
}

/** Resolves each version of a run's template once: planning thousands of tasks is work, and passes are many. */
export class TemplateMemo {
  /** The least recently used first. */
  private readonly byRun = new Map<string, Memo>();
  private bytes = 0;

  constructor(private readonly keptBytes = KEPT_PLAN_BYTES) {}

  /** Whether the template is known, or can be resolved from what the caches hold. */
  isReady(objects: BatchRunObjects): boolean {
    return this.known(objects) !== undefined || !partsOf(objects).some(isOffloaded);
  }

  /** @param cached of the same version, what the caches hold of `objects` when these are whole */
  resolve(objects: BatchRunObjects, cached = objects): Template {
    const uid = objects.run.metadata.uid ?? '';
    const known = this.known(objects);
    this.forget(uid);
    if (!known && partsOf(objects).some(isOffloaded))
      throw new Error(`Cannot plan run ${objects.run.metadata.name}: its template is not loaded`);
    const memo = known ?? {
      version: versionsOf(objects),
      template: resolveTemplate(objects),
      bytes: partsOf(cached).reduce((sum, { offloadedBytes = 0 }) => sum + offloadedBytes, 0),
    };
    this.byRun.set(uid, memo);
    this.bytes += memo.bytes;
    this.shrink();
    return memo.template;
  }

  forget(runUid: string): void {
    this.bytes -= this.byRun.get(runUid)?.bytes ?? 0;
    this.byRun.delete(runUid);
  }

  private known(objects: BatchRunObjects): Memo | undefined {
    const memo = this.byRun.get(objects.run.metadata.uid ?? '');
    return memo?.version === versionsOf(objects) ? memo : undefined;
  }

  private shrink(): void {
    const long = [...this.byRun].filter(([, { bytes }]) => bytes > 0).map(([uid]) => uid);
    for (const uid of long.slice(0, -KEPT_PLANS)) {
      if (this.bytes <= this.keptBytes) return;
      this.forget(uid);
    }
  }
}

const partsOf = ({ run, batch, workspace }: BatchRunObjects): (KubernetesObject & Offloaded)[] =>
  [run, batch, workspace].flatMap((object) => object ?? []);

const versionsOf = ({ run, batch, workspace }: BatchRunObjects): string =>
  [run, batch, workspace].map(versionOf).join();

/** The generation changes with the spec alone. */
const versionOf = (object: KubernetesObject | undefined): string =>
  object ? `${object.metadata.uid}/${object.metadata.generation}` : '';
