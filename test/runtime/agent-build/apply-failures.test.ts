import { describe, expect, test } from '@jest/globals';
import type { ChildFailure } from '../../../runtime/engine/reconcile/act.js';
import { brief, failedPass, makeWorld, running, settled, summary, withRun, withSpec } from './world.js';

/** The PipelineRun has been created, and Tekton has not looked at it. */
const started = settled(makeWorld());

describe('what the API server refuses', () => {
  const rejection = (kind: string, reason: string, transient = false): ChildFailure => ({
    change: { type: 'create', object: { apiVersion: 'x', kind, metadata: { name: 'hello' } } },
    ...{ reason, message: 'admission webhook "validation.webhook.pipeline.tekton.dev" denied', transient },
  });
  const ready = makeWorld({ children: started.children.filter(({ kind }) => kind !== 'PipelineRun') });
  const cases: Record<string, { failure: ChildFailure; want: string[]; stalled: boolean }> = {
    'a PipelineRun that Tekton does not admit': {
      failure: rejection('PipelineRun', 'BadRequest'),
      want: ['Pending', 'ApplyFailed', 'admission webhook "validation.webhook.pipeline.tekton.dev" denied'],
      stalled: true,
    },
    'a webhook that does not answer': {
      failure: rejection('Pipeline', 'InternalError', true),
      want: ['Pending', 'ApplyFailed', 'admission webhook "validation.webhook.pipeline.tekton.dev" denied'],
      stalled: false,
    },
    "somebody else's PipelineRun": {
      failure: rejection('PipelineRun', 'AlreadyExists'),
      want: ['Pending', 'PipelineRunConflict', 'admission webhook "validation.webhook.pipeline.tekton.dev" denied'],
      stalled: true,
    },
  };
  test.each(Object.entries(cases))('%s: reported, and not taken for built', (_, { failure, want, stalled }) => {
    const status = failedPass(ready, [failure]);
    expect(summary(status)).toEqual(want);
    expect(brief(status)).toMatchObject(stalled ? { Stalled: 'True' } : { Reconciling: 'True' });
    expect(status.builds).toEqual([]);
  });

  test('a cancellation that came too late: no failure, and the other spec is built', () => {
    const late = rejection('PipelineRun', 'BadRequest');
    const amendment = { ...late, change: { ...late.change, type: 'amend', patch: {} } } as ChildFailure;
    const changed = withSpec(settled(withRun(started, running)), { trigger: 'again' });
    const status = failedPass(changed, [amendment]);
    expect(summary(status).slice(0, 2)).toEqual(['Pending', 'PipelineRunPending']);
    expect(status.builds).toHaveLength(2);
  });
});
