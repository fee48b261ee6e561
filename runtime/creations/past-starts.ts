import { collectionPath, events } from '../../api/kinds/resource.js';
import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';
import { inParallel } from '../engine/reconcile/in-parallel.js';
import { skimmer } from '../engine/transport/skim.js';
import type { Transport } from '../engine/transport/transport.js';

/** Children whose work may have begun without anybody remembering it. */
export interface Suspects {
  readonly namespace: string;
  readonly kind: 'Job' | 'Pod';
  /** Not empty. */
  readonly names: readonly string[];
  /** When the run was created, as Kubernetes tells it: an Event from before is about a namesake. */
  readonly since: string | undefined;
}

/** What Events say when a Job has made a Pod, or when a Pod is past its scheduling. */
const beginnings: Readonly<Record<Suspects['kind'], ReadonlySet<string>>> = {
  Job: new Set(['SuccessfulCreate']),
  Pod: new Set(['Scheduled', 'Pulling', 'Pulled', 'Created', 'Started']),
};

interface PastEvent extends KubernetesObject {
  readonly reason?: string;
  readonly involvedObject?: { readonly name?: string };
  readonly firstTimestamp?: string | null;
  readonly eventTime?: string | null;
}

interface Page {
  readonly metadata?: { readonly continue?: string };
  /** Go writes an empty list as null. */
  readonly items: readonly PastEvent[] | null;
}

const skim = skimmer({
  metadata: { continue: true },
  items: {
    metadata: { creationTimestamp: true },
    reason: true,
    involvedObject: { name: true },
    firstTimestamp: true,
    eventTime: true,
  },
});

/** So many are asked for by name; of more all of the kind are read. */
const mostQuestions = 8;
const pageLimit = 500;

/**
 * Which of them have begun their work, as Events tell, which outlive what they are about by an hour: an empty answer is no
 * proof that none has.
 *
 * @throws ApiError when the API server does not say
 */
export async function pastStarts(
  transport: Pick<Transport, 'request'>,
  { namespace, kind, names, since = '' }: Suspects,
): Promise<ReadonlySet<string>> {
  const ofKind = `involvedObject.kind=${kind}`;
  const selectors =
    names.length > mostQuestions ? [ofKind] : names.map((name) => `${ofKind},involvedObject.name=${name}`);
  const found = await inParallel(selectors, mostQuestions, (selector) => allEvents(transport, namespace, selector));
  const suspects = new Set(names);
  // Runs are planned two seconds after their creation, and Kubernetes counts it in whole seconds.
  const from = Date.parse(since) + 1000;
  const isBeginning = (event: PastEvent) => beginnings[kind].has(event.reason ?? '') && !(timeOf(event) < from);
  const begun = found.flat().flatMap((event) => (isBeginning(event) ? (event.involvedObject?.name ?? []) : []));
  return new Set(begun.filter((name) => suspects.has(name)));
}

async function allEvents(
  transport: Pick<Transport, 'request'>,
  namespace: string,
  fieldSelector: string,
): Promise<PastEvent[]> {
  const path = collectionPath(events, namespace);
  const all: PastEvent[] = [];
  let token: string | undefined;
  do {
    const query = { fieldSelector, limit: pageLimit, continue: token };
    const { items, metadata }: Page = await transport.request<Page>({ method: 'GET', path, query, skim });
    all.push(...(items ?? []));
    token = metadata?.continue;
  } while (token);
  return all;
}

const timeOf = ({ firstTimestamp, eventTime, metadata }: PastEvent): number =>
  Date.parse(firstTimestamp || eventTime || metadata.creationTimestamp || '');
