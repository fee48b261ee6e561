import type { Kind } from '../../api/kinds/kind.js';
import { qualified } from '../kinds.js';

/** Commands that take the name of an object. */
export type Verb =
  | 'get'
  | 'describe'
  | 'logs'
  | 'wait'
  | 'results'
  | 'start'
  | 'cancel'
  | 'pause'
  | 'resume'
  | 'retry'
  | 'rerun'
  | 'delete';

/** @param ours `agent/x`, as our commands read it @param kubectls `agents.beeai.dev/x` */
type Instead = (ours: string, kubectls: string) => string;
type KindName = 'batch' | 'task' | 'batchrun' | 'taskrun' | 'agentbuild' | 'agent';

const again: Instead = (_, name) =>
  `kubectl patch ${name} --type=merge -p '{"spec":{"trigger":"again"}}'  builds it again; each build needs another trigger`;
const scale: Instead = (_, name) =>
  `kubectl patch ${name} --type=merge -p '{"spec":{"replicas":0}}'  stops its Pods; another number starts them`;
const remove: Instead = (name) => `kubectl task delete ${name}  stops and deletes it`;
const rerun: Instead = (name) => `kubectl task rerun ${name}  runs it again`;
const describe: Instead = (name) => `kubectl task describe ${name}  shows what there is to know`;
const deleteTemplate: Instead = (_, name) => `kubectl delete ${name}  deletes the template; its runs stay`;

/** What to type instead, for a verb that does not take a kind; a verb without an entry takes it. */
const others: Readonly<Record<KindName, Partial<Record<Verb, Instead>>>> = {
  batch: { delete: deleteTemplate },
  task: { delete: deleteTemplate },
  batchrun: { start: rerun },
  taskrun: { start: rerun },
  agentbuild: {
    results: describe,
    start: again,
    cancel: remove,
    pause: remove,
    resume: again,
    retry: again,
    rerun: again,
  },
  agent: {
    wait: (_, name) => `kubectl wait ${name} --for=condition=Ready  waits until it answers`,
    results: describe,
    start: describe,
    cancel: remove,
    pause: scale,
    resume: scale,
    retry: scale,
    rerun: scale,
  },
};

/** A command that does what the person wants with an object of this kind; undefined if the verb takes it. */
export const instead = (verb: Verb, kind: Kind, name: string): string | undefined =>
  others[kind.singular as KindName][verb]?.(`${kind.singular}/${name}`, `${qualified(kind)}/${name}`);
