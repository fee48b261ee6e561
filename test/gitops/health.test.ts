import { describe, expect, test } from '@jest/globals';
import { ownKinds } from '../../api/kinds/own-kinds.js';
import { argoCustomizations } from '../../constructs/gitops/argocd/customizations.js';
import { argoKinds } from '../../constructs/gitops/argocd/kinds.js';
import { fluxHealth } from './flux-health.js';
import { kstatus } from './kstatus.js';
import { runLua } from './lua.js';
import { type StatusObject, states } from './states.js';

const customizations = argoCustomizations();
const groupKind = ({ apiVersion, kind }: StatusObject) => `${apiVersion.split('/', 1)[0]}_${kind}`;

const argoHealth = (object: StatusObject) =>
  runLua(customizations[`resource.customizations.health.${groupKind(object)}`] ?? '', object) as {
    status: string;
    message: string;
  };

describe('every state of every kind', () => {
  test.each(states)('%s: kstatus', (_, { object, kstatus: want }) => expect(kstatus(object)).toBe(want));
  test.each(states)('%s: Flux', (_, { object, kstatus: want }) => expect(fluxHealth(object)).toBe(want));
  test.each(states)('%s: Argo CD', (_, { object, argocd }) => expect(argoHealth(object).status).toBe(argocd));
});

test('Argo CD shows reason and message', () => {
  const [, failed] = states.find(([name]) => name === 'BatchRun, failed') ?? states[0] ?? [];
  expect(failed && argoHealth(failed.object).message).toBe('Because: so it is');
});

test('without any status, as of an older version: Progressing', () => {
  const object = { apiVersion: 'kubetask.io/v1alpha1', kind: 'BatchRun', metadata: { generation: 1 }, spec: {} };
  expect(argoHealth(object as unknown as StatusObject).status).toBe('Progressing');
});

test.each(['WorkspaceConfig', 'Batch', 'Task'])('%s, which nothing reconciles: Healthy', (kind) => {
  const object = { apiVersion: 'kubetask.io/v1alpha1', kind, metadata: { generation: 1 }, spec: {}, status: {} };
  expect(argoHealth(object as unknown as StatusObject).status).toBe('Healthy');
});

test('Argo CD knows every kind of ours', () => {
  expect(argoKinds.map(({ kind }) => kind).sort()).toEqual(ownKinds.map(({ resource }) => resource.kind).sort());
});

test.each([
  ['synced and healthy', { health: { status: 'Healthy' } }, 'Healthy'],
  ['degraded', { health: { status: 'Degraded', message: 'a run failed' } }, 'Degraded'],
  ['not synced yet', undefined, 'Progressing'],
])('an Application that is %s, for the Applications after it', (_, status, want) => {
  const script = customizations['resource.customizations.health.argoproj.io_Application'] ?? '';
  expect(runLua(script, { status })).toMatchObject({ status: want });
});
