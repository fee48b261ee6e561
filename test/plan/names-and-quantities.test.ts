import { describe, expect, test } from '@jest/globals';
import { formatFieldError } from '../../packages/structural-schema/field-error.js';
import { kueueLabels } from '../../plan/kueue-labels.js';
import {
  namedJobName,
  nameProblems,
  taskBranch,
  taskJobName,
  taskRunPodName,
  taskRunPodNameBeside,
} from '../../plan/naming.js';
import { canonicalResources } from '../../plan/pod/canonical-resources.js';
import { excessiveRequests, variableProblems } from '../../plan/pod/container-problems.js';

describe('names and quantities', () => {
  test('a container’s variables and requests', () => {
    const lines = (env?: { name: string }[]) => variableProblems(env as never, 'spec.env').map(formatFieldError);
    expect([lines(), lines([{ name: 'A' }, { name: '_b.c-D1' }])]).toEqual([[], []]);
    expect(lines([{ name: 'A' }, { name: '1A' }, { name: 'A B' }])).toEqual(
      ['1A', 'A B'].map(
        (name, i) =>
          `spec.env[${i + 1}].name: Invalid value: "${name}": must consist of letters, digits, '_', '-' and '.', and must not start with a digit`,
      ),
    );
    const excess = (resources?: object) => excessiveRequests(resources, 'spec.resources').map(({ path }) => path);
    expect([excess(), excess({}), excess({ requests: { cpu: 2 } }), excess({ limits: { cpu: 1 } })]).toEqual([
      [],
      [],
      [],
      [],
    ]);
    expect(excess({ requests: { cpu: 2, memory: '1Gi' }, limits: { cpu: 1, memory: '1024Mi' } })).toEqual([
      'spec.resources.requests.cpu',
    ]);
  });

  test('resources as an API server stores them', () => {
    expect(canonicalResources({})).toStrictEqual({});
    expect(canonicalResources({ requests: { cpu: '1000m' } })).toStrictEqual({ requests: { cpu: '1' } });
    expect(canonicalResources({ limits: { memory: '1024Mi' } })).toStrictEqual({ limits: { memory: '1Gi' } });
  });

  test('labels of a queue', () => {
    expect([kueueLabels(undefined), kueueLabels({ name: 'q' })]).toStrictEqual([
      {},
      { 'kueue.x-k8s.io/queue-name': 'q' },
    ]);
    expect(kueueLabels({ name: 'q', priorityClass: 'p' })).toStrictEqual({
      'kueue.x-k8s.io/queue-name': 'q',
      'kueue.x-k8s.io/priority-class': 'p',
    });
  });

  test('names of Jobs, Pods and branches', () => {
    expect([taskJobName('r', 7), taskRunPodName('r')]).toEqual(['r-task-7', 'r-pod']);
    expect(namedJobName('r', 'a', '0123456789abcdef')).toBe('r-a-01234567');
    expect(namedJobName('r', 'a', '0123456789abcdef', 'beef')).toBe('r-a-01234567-beef');
    expect(namedJobName('r'.repeat(70), 'a', '0123456789abcdef', 'beef')).toMatch(/^r{40,}-[0-9a-f]+-01234567-beef$/);
    expect(namedJobName('r'.repeat(70), 'a', '0123456789abcdef', 'beef')).toHaveLength(63);
    expect(taskRunPodNameBeside('r', 'u')).toMatch(/^r-pod-[0-9a-f]{8}$/);
    expect(taskRunPodNameBeside('r', 'u')).not.toBe(taskRunPodNameBeside('r', 'v'));
    expect([taskBranch('0123456789abcdef'), taskBranch('0123456789abcdef', 'a')]).toEqual([
      'kubetask/0123456789ab',
      'kubetask/0123456789ab-a',
    ]);
  });

  test('a name of 253 characters is the longest', () => {
    expect(nameProblems('p', 'a'.repeat(253))).toEqual([]);
    expect(nameProblems('p', 'a'.repeat(254)).map(({ detail }) => detail)).toEqual([
      'must be no more than 253 characters',
    ]);
    expect(['a.b-c', 'a..b', 'a-', '-a', 'a.-b', 'A', ''].map((name) => nameProblems('p', name).length)).toEqual([
      0, 1, 1, 1, 1, 1, 1,
    ]);
  });
});
