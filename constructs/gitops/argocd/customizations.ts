import { dump } from 'js-yaml';
import { discovery } from './actions/discovery.js';
import { applicationHealth } from './health.js';
import { jobHealth } from './job-health.js';
import { type ArgoKind, argoKinds } from './kinds.js';

/**
 * The data of Argo CD's ConfigMap `argocd-cm`, by key: health, actions and fields to ignore of every kind of ours.
 *
 * Source: https://argo-cd.readthedocs.io/en/stable/operator-manual/argocd-cm-yaml/
 */
export const argoCustomizations = (): Readonly<Record<string, string>> => ({
  'resource.customizations.health.argoproj.io_Application': applicationHealth,
  'resource.customizations.health.batch_Job': jobHealth,
  ...Object.fromEntries(argoKinds.flatMap(customizationsOf)),
});

function customizationsOf({ group, kind, health, actions, ownFields }: ArgoKind): [string, string][] {
  const key = (what: string) => `resource.customizations.${what}.${group}_${kind}`;
  return [
    [key('health'), health],
    ...(actions.length > 0 ? [[key('actions'), actionsText(actions)] satisfies [string, string]] : []),
    ...(ownFields.length > 0
      ? [[key('ignoreDifferences'), dump({ jsonPointers: ownFields })] satisfies [string, string]]
      : []),
  ];
}

const actionsText = (actions: ArgoKind['actions']): string =>
  dump(
    {
      'discovery.lua': discovery(actions),
      definitions: actions.map(({ name, lua }) => ({ name, 'action.lua': lua })),
    },
    { lineWidth: -1 },
  );
