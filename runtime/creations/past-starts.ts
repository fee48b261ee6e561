import { events, jobs, pods } from '../../api/kinds/kubernetes.js';
import { inParallel } from '../../packages/kubernetes-client/in-parallel.js';
import { isApiError } from '../../packages/kubernetes-client/transport/api-error.js';
import { skimmer } from '../../packages/kubernetes-client/transport/skim.js';
import type { Transport } from '../../packages/kubernetes-client/transport/transport.js';
import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';
import { controllerOf } from '../../packages/kubernetes-conventions/owner.js';
import { collectionPath, objectPath } from '../../packages/kubernetes-conventions/resource.js';

/** Children whose work may have begun without anybody remembering it. */
export interface Suspects {
  readonly namespace: string;
  readonly kind: 'Job' | 'Pod';
  /** Not empty. */
  readonly names: readonly string[];
  /** When the run was created, in whole seconds: an earlier Event is about another object of the same name. */
  readonly since: string | undefined;
  /** Of the run: what another owns is no suspect. */
  readonly ownerUid: string;
}

/** What Events say when a Job has made a Pod, or when a Pod is past its scheduling. */
const beginnings: Readonly<Record<Suspects['kind'], ReadonlySet<string>>> = {
  Job: new Set(['SuccessfulCreate']),
  Pod: new Set(['Scheduled', 'Pulling', 'Pulled', 'Created', 'Started']),
};

interface PastEvent extends KubernetesObject {
  readonly reason?: string;
  readonly involvedObject?: { readonly name?: string; readonly uid?: string };
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
    involvedObject: { name: true, uid: true },
    firstTimestamp: true,
    eventTime: true,
  },
});

/** So many are asked for by name; of more all of the kind are read. */
const mostQuestions = 8;
const pageLimit = 500;

/**
 * Which of them have begun their work, according to Events, which stay for an hour after their object is gone. An empty
 * answer is no proof that none has. Events about an object that is there and another's are left out; who owned one that is gone, nobody
 * can say, and then it counts as begun.
 *
 * @throws ApiError when the API server does not say
 */
export async function pastStarts(
  transport: Pick<Transport, 'request'>,
  { namespace, kind, names, since = '', ownerUid }: Suspects,
): Promise<ReadonlySet<string>> {
  const ofKind = `involvedObject.kind=${kind}`;
  const selectors =
    names.length > mostQuestions ? [ofKind] : names.map((name) => `${ofKind},involvedObject.name=${name}`);
  const found = await inParallel(selectors, mostQuestions, (selector) => allEvents(transport, namespace, selector));
  const suspects = new Set(names);
  // Runs are planned two seconds after their creation, and Kubernetes counts it in whole seconds.
  const from = Date.parse(since) + 1000;
  const isBeginning = (event: PastEvent) => beginnings[kind].has(event.reason ?? '') && !(timeOf(event) < from);
  const begun = found.flat().filter((event) => isBeginning(event) && suspects.has(event.involvedObject?.name ?? ''));
  const begunNames = [...new Set(begun.flatMap(({ involvedObject }) => involvedObject?.name ?? []))];
  const otherUids = await inParallel(begunNames, mostQuestions, (name) =>
    anothersUid(transport, { kind, namespace, name, ownerUid }),
  );
  const uidOf = new Map(begunNames.map((name, index) => [name, otherUids[index]]));
  const isOurs = ({ involvedObject: { name = '', uid = uidOf.get(name) } = {} }: PastEvent) =>
    uidOf.get(name) === undefined || uid !== uidOf.get(name);
  return new Set(begun.flatMap((event) => (isOurs(event) ? (event.involvedObject?.name ?? []) : [])));
}

interface Suspect {
  readonly kind: Suspects['kind'];
  readonly namespace: string;
  readonly name: string;
  readonly ownerUid: string;
}

/** The uid of what has the name now, if it is another's. A Job from Git has no controller and may be the run's. */
async function anothersUid(
  transport: Pick<Transport, 'request'>,
  { kind, namespace, name, ownerUid }: Suspect,
): Promise<string | undefined> {
  const path = objectPath(kind === 'Job' ? jobs : pods, namespace, name);
  try {
    const found = await transport.request<KubernetesObject>({ method: 'GET', path });
    const owner = controllerOf(found)?.uid;
    const isAnothers = owner !== ownerUid && (owner !== undefined || kind === 'Pod');
    return isAnothers ? found.metadata.uid : undefined;
  } catch (error) {
    if (isApiError(error, 'NotFound')) return undefined;
    throw error;
  }
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
