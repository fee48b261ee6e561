import { describe, expect, test } from '@jest/globals';
import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';
import { checkObject } from '../../plan/manifest/object/checked-object.js';
import { objectProblems } from '../../plan/manifest/together/object-problems.js';
import { validPart } from '../../plan/manifest/together/valid-part.js';
import { formatProblem } from '../../plan/problem.js';
import { makeFile, makeRepository } from '../plan/sample.js';

describe('a Batch without its wrong parts', () => {
  const good = makeRepository();
  const spec = {
    commonContext: Array.from({ length: 12 }, () => good),
    variableContexts: Array.from({ length: 12 }, () => [good, good]),
    tasks: Array.from({ length: 12 }, () => ({ contexts: [good, good] })),
  };
  const error = (path: string) => ({ path, type: 'Invalid' as const, value: 'x', detail: 'wrong' });
  const left = (...paths: string[]) => {
    const valid = validPart(spec, paths.map(error));
    const at = (contexts: readonly { type: string }[]) => contexts.flatMap(({ type }, i) => (type === 'File' ? i : []));
    return (
      valid && {
        common: at(valid.commonContext ?? []),
        variable: (valid.variableContexts ?? []).flatMap((one, i) => at(one).map((j) => `${i}.${j}`)),
        tasks: (valid.tasks ?? []).flatMap(({ contexts = [] }, i) => at(contexts).map((j) => `${i}.${j}`)),
      }
    );
  };
  const none = { common: [], variable: [], tasks: [] };
  const cases: Record<string, { paths: string[]; want: object | undefined }> = {
    'a common context': { paths: ['spec.commonContext[11].file.filePath'], want: { ...none, common: [11] } },
    'a context of a task': {
      paths: ['spec.variableContexts[10][1].repository'],
      want: { ...none, variable: ['10.1'] },
    },
    'a context of a named task': { paths: ['spec.tasks[11].contexts[0].type'], want: { ...none, tasks: ['11.0'] } },
    'another field of the spec: nothing of the lists': { paths: ['spec.backoffLimit'], want: none },
    'metadata: nothing of the lists': { paths: ['metadata.name', 'metadata.labels.commonContext'], want: none },
    'a whole list: nothing can be said': { paths: ['spec.commonContext'], want: undefined },
    'a task that is no list: nothing can be said': { paths: ['spec.variableContexts[3]'], want: undefined },
    'the spec itself: nothing can be said': { paths: ['spec'], want: undefined },
    'the kind: nothing can be said': { paths: ['kind'], want: undefined },
  };
  test.each(Object.entries(cases))('%s', (_, { paths, want }) => expect(left(...paths)).toEqual(want));

  test('no error: the same Batch; without lists none appears', () => {
    expect(validPart(spec, [])).toBe(spec);
    expect(validPart({}, [error('spec.backoffLimit')])).toEqual({ commonContext: [], variableContexts: [] });
  });
});

describe('objects that are planned together', () => {
  const object = (kind: string, name: string, spec: object, namespace?: string): KubernetesObject =>
    ({
      apiVersion: 'kubetask.io/v1alpha1',
      kind,
      metadata: { name, ...(namespace === undefined ? {} : { namespace }) },
      spec,
    }) as KubernetesObject;
  const linesOf = (...objects: KubernetesObject[]) => objectProblems(objects.map(checkObject)).map(formatProblem);
  const reserved = makeFile('/kubetask/a', 'x');
  const why = 'file.filePath: Invalid value: "/kubetask/a": /kubetask is reserved; choose another folder';
  const batch = { variableContexts: [[makeRepository()]] };

  const cases: Record<string, { objects: KubernetesObject[]; want: string[] }> = {
    'a Batch with parameters that have no default: a run gives them': {
      objects: [object('Batch', 'b', { ...batch, params: [{ name: 'who' }, { name: 'how', default: 'x' }] })],
      want: [],
    },
    'a Task with parameters that have no default: a run gives them': {
      objects: [object('Task', 't', { steps: [{ name: 'a', image: 'i', script: 'make' }], params: [{ name: 'who' }] })],
      want: [],
    },
    'a Batch in a namespace, with the WorkspaceConfig named default there': {
      objects: [
        object('Batch', 'b', batch, 'team'),
        object('WorkspaceConfig', 'default', { defaultContexts: [reserved] }, 'team'),
        object('WorkspaceConfig', 'default', {}, 'other'),
      ],
      want: [`WorkspaceConfig default: spec.defaultContexts[0].${why}`],
    },
    'a WorkspaceConfig that nothing uses': {
      objects: [object('WorkspaceConfig', 'w', { defaultContexts: [reserved] })],
      want: [`WorkspaceConfig w: spec.defaultContexts[0].${why}`],
    },
    'an unused WorkspaceConfig that is wrong in itself: only that': {
      objects: [object('WorkspaceConfig', 'w', { defaultContexts: [reserved], agentImage: 7 })],
      want: [
        'WorkspaceConfig w: spec.agentImage: Invalid value: "integer": spec.agentImage in body must be of type string: "integer"',
      ],
    },
    'a WorkspaceConfig that is wrong in itself: the Batch is planned without it': {
      objects: [
        object('Batch', 'b', { ...batch, commonContext: [reserved], workspaceConfigRef: 'w' }),
        object('WorkspaceConfig', 'w', { defaultContexts: [reserved], agentImage: 7 }),
      ],
      want: [
        'WorkspaceConfig w: spec.agentImage: Invalid value: "integer": spec.agentImage in body must be of type string: "integer"',
        `Batch b: spec.commonContext[0].${why}`,
      ],
    },
    'a Batch without tasks is not finished yet': {
      objects: [object('Batch', 'b', { commonContext: [reserved] })],
      want: [],
    },
    'a run with its own spec: at its place': {
      objects: [object('BatchRun', 'r', { batchSpec: { ...batch, commonContext: [reserved] } })],
      want: [`BatchRun r: spec.batchSpec.commonContext[0].${why}`],
    },
    'two runs of one Batch: its problem once': {
      objects: [
        object('Batch', 'b', { ...batch, commonContext: [reserved] }),
        object('BatchRun', 'r1', { batchRef: 'b' }),
        object('BatchRun', 'r2', { batchRef: 'b' }),
      ],
      want: [`Batch b: spec.commonContext[0].${why}`],
    },
    'two of one name, in one namespace and in two': {
      objects: [
        object('Batch', 'b', batch, 'team'),
        object('Batch', 'b', batch, 'team'),
        object('Batch', 'b', batch, 'other'),
        object('BatchRun', 'b', { batchRef: 'b' }, 'team'),
      ],
      want: ['Batch b: metadata.name: Duplicate value: "b"'],
    },
    'an Agent that is wrong in itself is not planned': {
      objects: [
        {
          ...object('Agent', 'a', { image: 7, livenessProbe: { tcpSocket: {}, successThreshold: 2 } }),
          apiVersion: 'beeai.dev/v1',
        },
      ],
      want: ['Agent a: spec.image: Invalid value: "integer": spec.image in body must be of type string: "integer"'],
    },
  };
  test.each(Object.entries(cases))('%s', (_, { objects, want }) => expect(linesOf(...objects)).toEqual(want));
});
