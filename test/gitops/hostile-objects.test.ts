import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { load } from 'js-yaml';
import { argoCustomizations } from '../../constructs/gitops/argocd/customizations.js';
import { argoKinds } from '../../constructs/gitops/argocd/kinds.js';
import { healthCheckExprs } from '../../constructs/gitops/flux/health-check-exprs.js';
import { fluxHealth } from './flux-health.js';
import { runLua } from './lua.js';

/* Objects of which any part is absent, null, or a name that somebody else chose: Argo CD gives a script one second, and shows its error to users. */
const customizations = argoCustomizations();
const optional = (fields: Record<string, fc.Arbitrary<unknown>>) =>
  fc.record(
    Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, fc.option(value, { nil: null })])),
    { requiredKeys: [] },
  );
const hostile = fc.oneof(
  fc.constantFrom('', '"]', '\n', '__proto__', '%s', 'x'.repeat(70), 'x'.repeat(300)),
  fc.string(),
);
const texts = fc.dictionary(hostile, hostile, { maxKeys: 3 });
const list = (item: fc.Arbitrary<unknown>) => fc.array(item, { maxLength: 4 });
const phase = fc.constantFrom('Pending', 'Running', 'Paused', 'Succeeded', 'Failed', 'Cancelled', 'other');
const status = optional({
  observedGeneration: fc.integer({ min: -1, max: 2 }),
  phase,
  completionTime: hostile,
  progress: optional({ total: fc.nat(9), failed: fc.nat(9) }),
  tasks: list(optional({ index: fc.nat(3), phase, name: hostile })),
  conditions: list(
    optional({
      type: fc.constantFrom('Ready', 'Stalled', 'Reconciling', 'Complete', 'Failed', 'Suspended', ''),
      status: fc.constantFrom('True', 'False', 'Unknown'),
      reason: hostile,
      message: hostile,
    }),
  ),
  health: optional({ status: fc.constantFrom('Healthy', 'Degraded'), message: hostile }),
});
const spec = optional({
  suspend: fc.boolean(),
  cancel: fc.boolean(),
  parallelism: fc.nat(1),
  batchRef: hostile,
  params: list(optional({ name: hostile, default: hostile })),
  tasks: list(optional({ name: hostile, contexts: list(texts) })),
  variableContexts: list(list(texts)),
  batchSpec: optional({ tasks: list(optional({ name: hostile })), variableContexts: list(list(texts)) }),
});
const metadata = optional({ generation: fc.nat(2), labels: texts, annotations: texts, deletionTimestamp: hostile });
const objects = fc.record(
  { metadata: fc.tuple(metadata, hostile).map(([rest, name]) => ({ ...rest, name })), spec, status },
  { requiredKeys: ['metadata'] },
);

const healthStates = ['Healthy', 'Progressing', 'Suspended', 'Degraded'];

describe('Argo CD', () => {
  const health = Object.entries(customizations).filter(([key]) => key.includes('.health.'));
  test.each(health)('%s: a state, whatever the object', (_, script) =>
    fc.assert(
      fc.property(objects, (object) => {
        expect(healthStates).toContain((runLua(script, object) as { status: string }).status);
      }),
      { numRuns: 40 },
    ),
  );

  const withActions = argoKinds.filter(({ actions }) => actions.length > 0).map(({ kind }) => kind);
  test.each(withActions)('%s: no script fails for an object for which it is shown', (kind) => {
    const [, text = ''] =
      Object.entries(customizations).find(([key]) => key.endsWith(`.actions.${groupOf(kind)}_${kind}`)) ?? [];
    const { definitions, ...rest } = load(text) as { definitions: { name: string; 'action.lua': string }[] };
    const discovery = (rest as Record<string, string>)['discovery.lua'] ?? '';
    fc.assert(
      fc.property(objects, (own) => {
        const object = { apiVersion: 'v1', kind, ...own };
        const shown = Object.keys(runLua(discovery, object) as object);
        const results = definitions
          .filter(({ name }) => shown.includes(name))
          .map((one) => runLua(one['action.lua'], object));
        expect(results.filter((result) => typeof result !== 'object')).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });

  test('10,000 conditions, tasks and parameters: within the second that Argo CD allows, by far', () => {
    const many = <T>(value: T): T[] => Array(10_000).fill(value);
    const object = {
      metadata: { name: 'x', generation: 1 },
      spec: { params: many({ name: 'a', default: '' }), tasks: many({ name: 'a' }) },
      status: {
        observedGeneration: 1,
        conditions: many({ type: 'x', status: 'True' }),
        tasks: many({ phase: 'Failed' }),
      },
    };
    expect(health.map(([, script]) => (runLua(script, object) as { status: string }).status)).toEqual(
      health.map(([key]) => (/_(Batch|Task|WorkspaceConfig)$/.test(key) ? 'Healthy' : 'Progressing')),
    );
  });
});

describe('Flux', () => {
  const cases = healthCheckExprs.map(({ apiVersion, kind }) => [kind, apiVersion] as const);
  test.each(cases)('%s: a state, whatever the object', (kind, apiVersion) =>
    fc.assert(
      fc.property(objects, (object) => {
        expect(['InProgress', 'Failed', 'Current']).toContain(fluxHealth({ apiVersion, kind, ...object } as never));
      }),
      { numRuns: 40 },
    ),
  );
});

const groupOf = (kind: string): string => argoKinds.find((one) => one.kind === kind)?.group ?? '';
