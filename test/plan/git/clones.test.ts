import { describe, expect, test } from '@jest/globals';
import type { V1Job } from '@kubernetes/client-node';
import type { RepositoryContext, WorkspaceConfigSpec } from '../../../api/generated/kinds.js';
import { planBatchRun } from '../../../plan/batch-run/plan.js';
import { restrictedViolations } from '../pod/restricted.js';
import { makeBatch, makeFile, makeInputs, makeRepository } from '../sample.js';

const secretRef = { name: 'git' };
const overSsh = { url: 'git@git.example:team/app.git', secretRef };

function podOf(repository: RepositoryContext, workspace: WorkspaceConfigSpec = {}, filePath = '/workspace/task.md') {
  const spec = makeBatch({
    commonContext: [makeFile(filePath, 'Do it.')],
    variableContexts: [[makeRepository(repository)]],
  });
  const [task] = planBatchRun(makeInputs({ batch: { name: 'b', spec }, workspace })).tasks;
  const job = task?.job() as unknown as V1Job | undefined;
  const pod = job?.spec?.template.spec;
  if (!pod) throw new Error('no task');
  return pod;
}

/** The containers that mount `/etc/passwd`. */
function knowTheirUser(...inputs: Parameters<typeof podOf>): string[] {
  const { initContainers = [], containers } = podOf(...inputs);
  return [...initContainers, ...containers]
    .filter(({ volumeMounts = [] }) => volumeMounts.some(({ name }) => name === 'passwd'))
    .map(({ name }) => name);
}

describe('which containers get an /etc/passwd with their user', () => {
  const cases: Record<string, { of: Parameters<typeof podOf>; want: string[] }> = {
    'a repository over HTTP: none': { of: [{}], want: [] },
    'over SSH: the clone, and the agent, which pushes': { of: [overSsh], want: ['write-passwd', 'clone-0', 'agent'] },
    'submodules, which may use SSH: the same': {
      of: [{ submodules: true }],
      want: ['write-passwd', 'clone-0', 'agent'],
    },
    'another image for the clone: not the agent': {
      of: [overSsh, { initImage: 'git:1' }],
      want: ['write-passwd', 'clone-0'],
    },
    'a context file at that path: not the agent': {
      of: [overSsh, {}, '/etc/passwd'],
      want: ['write-passwd', 'clone-0'],
    },
  };
  test.each(Object.entries(cases))('%s', (_, { of, want }) => expect(knowTheirUser(...of)).toEqual(want));
});

test('with everything: Pod Security restricted', () =>
  expect(restrictedViolations(podOf({ ...overSsh, submodules: 'recursive', lfs: true }))).toEqual([]));

describe('the options of a repository, as variables of its container', () => {
  const envOf = (repository: RepositoryContext) => {
    const clone = podOf(repository).initContainers?.find(({ name }) => name === 'clone-0');
    return Object.fromEntries((clone?.env ?? []).map(({ name, value }) => [name, value]));
  };
  const cases: Record<string, { repository: RepositoryContext; want: Record<string, string> }> = {
    'submodules: true': { repository: { submodules: true }, want: { GIT_SUBMODULES: 'true' } },
    'submodules: recursive': { repository: { submodules: 'recursive' }, want: { GIT_SUBMODULES: 'recursive' } },
    'a time limit': { repository: { timeoutSeconds: 60 }, want: { GIT_TIMEOUT: '60' } },
    'hostKeyChecking: AcceptNew': {
      repository: { ...overSsh, hostKeyChecking: 'AcceptNew' },
      want: { GIT_HOST_KEY_CHECKING: 'accept-new' },
    },
  };
  test.each(Object.entries(cases))('%s', (_, { repository, want }) => expect(envOf(repository)).toMatchObject(want));

  test('left out or off: no variables', () => {
    const names = Object.keys(envOf({ submodules: false, lfs: false, hostKeyChecking: 'Strict' }));
    expect(names.filter((name) => name.startsWith('GIT_'))).toEqual([
      'GIT_URL',
      'GIT_BRANCH',
      'GIT_DEPTH',
      'GIT_TARGET',
    ]);
  });
});
