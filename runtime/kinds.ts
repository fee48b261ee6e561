import { agentKind } from './agent/kind.js';
import { agentBuildKind } from './agent-build/kind.js';
import { batchRunKind } from './batch-run/kind.js';
import { createSharedInformers, type InformerContext, type SharedInformers } from './caches/shared-informers.js';
import { taskRunKind } from './task-run/kind.js';

/**
 * Every kind that the controller reconciles. A new kind is a folder beside this file, and a row here: start, metrics and
 * docs/operations.md iterate this list.
 */
export const reconciledKinds = [batchRunKind, taskRunKind, agentKind, agentBuildKind] as const;

type OwnInformers = ReturnType<(typeof reconciledKinds)[number]['informers']>;

/** Of `A | B`, `A & B`. */
type Intersection<Union> = (Union extends unknown ? (each: Union) => void : never) extends (all: infer All) => void
  ? All
  : never;

/** The informers of all kinds, by name. */
export type Informers = SharedInformers & Intersection<OwnInformers>;

/** None of them is started. */
export function createInformers(context: InformerContext): Informers {
  const own = reconciledKinds.map(({ informers }) => informers(context));
  const all: object = Object.assign(createSharedInformers(context), ...own);
  return all as Informers;
}
