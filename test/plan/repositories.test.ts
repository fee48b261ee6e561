import { describe, expect, test } from '@jest/globals';
import type { Context, RepositoryContext, WorkspaceConfigSpec } from '../../api/generated/kinds.js';
import { formatFieldError } from '../../packages/structural-schema/field-error.js';
import { ownTaskName } from '../../plan/batch-run/own-task-name.js';
import { repositoryNameOf, taskDisplayName } from '../../plan/batch-run/task-display-name.js';
import { taskLabel } from '../../plan/batch-run/task-label.js';
import type { LocatedContext } from '../../plan/context/context-type.js';
import { contextProblems } from '../../plan/context/context-types.js';
import { isOwnContext, listedTask, listedTasks, taskCount, withTasks } from '../../plan/context/listed-task.js';
import { plannedRepositories, repositoryFolder } from '../../plan/context/repository.js';
import { repositoryContext } from '../../plan/context/repository-context.js';
import { makeFile, makeRepository } from './sample.js';

const located = (context: Context, path = 'spec.variableContexts[0][0]'): LocatedContext => ({
  context,
  owner: 'template',
  path,
});
const repositories = (...all: Partial<RepositoryContext>[]) =>
  all.map((one, i) => located(makeRepository(one), `spec.variableContexts[0][${i}]`));
/** A context of another type, which somebody gave a repository too. */
const confused = { ...makeFile('/a', 'x'), repository: { url: 'https://host/o/r.git' } } as Context;

describe('what is cloned: every default filled in, and no field that is not there', () => {
  const place = { owner: 'template', path: 'spec.variableContexts[0][0].repository' };
  const url = 'https://github.com/myorg/service-a.git';
  const cases: Record<string, { repository: Context; want: object[] }> = {
    'org and repo': {
      repository: makeRepository(),
      want: [{ url, branch: 'main', folder: 'service-a', depth: 1, lfs: false, ...place }],
    },
    'a revision, the whole history and submodules': {
      repository: {
        type: 'Repository',
        repository: { org: 'o', repo: 'r', revision: 'v1', depth: 0, submodules: true, lfs: true },
      },
      want: [
        {
          url: 'https://github.com/o/r.git',
          revision: 'v1',
          folder: 'r',
          depth: 0,
          submodules: 'true',
          lfs: true,
          ...place,
        },
      ],
    },
    'submodules of submodules, a Secret, known hosts and a time limit': {
      repository: makeRepository({
        submodules: 'recursive',
        secretRef: { name: 's' },
        hostKeyChecking: 'AcceptNew',
        timeoutSeconds: 60,
        path: 'src/app',
      }),
      want: [
        {
          url,
          branch: 'main',
          folder: 'src/app',
          depth: 1,
          submodules: 'recursive',
          lfs: false,
          secretName: 's',
          hostKeyChecking: 'AcceptNew',
          timeoutSeconds: 60,
          ...place,
        },
      ],
    },
    'a context of another type: nothing': { repository: confused, want: [] },
    'a type without its member: nothing': { repository: { type: 'Repository' }, want: [] },
  };
  test.each(Object.entries(cases))('%s', (_, { repository, want }) => {
    expect(plannedRepositories([located(repository)])).toStrictEqual(want);
  });
});

describe('the folder of a clone is what git would call it', () => {
  const cases: Record<string, string> = {
    'https://host/o/repo.git': 'repo',
    'https://host/o/repo': 'repo',
    'https://host/o/repo.git///': 'repo',
    'https://host/o//repo.git': 'repo',
    'git@host:repo.git': 'repo',
    'https://host/o/my.github.io': 'my.github.io',
    'https://host/o/.git': 'repository',
    '/': 'repository',
  };
  test.each(Object.entries(cases))('%s: %s', (url, want) => expect(repositoryFolder({ url })).toBe(want));
});

describe('what git would refuse, and where it is written', () => {
  const at = 'spec.variableContexts[0][0].repository';
  const folder = "leads to a folder called '.', '..' or '.git'; give a path of another name";
  const cases: Record<string, { repository: Partial<RepositoryContext>; want: string[] }> = {
    'a good one': { repository: {}, want: [] },
    'a name, a branch and a revision: each at its field': {
      repository: { repo: 'a.git', branch: '-x', revision: 'a..b' },
      want: [
        `${at}.repo: Invalid value: "a.git": must not end in '.git'; give the name alone`,
        `${at}.branch: Invalid value: "-x": must not begin with '-'; git refuses such a name`,
        `${at}.revision: Invalid value: "a..b": must not hold '..'; git refuses such a name`,
      ],
    },
    'a URL with a blank': {
      repository: { url: 'https://host/o r' },
      want: [`${at}.url: Invalid value: "https://host/o r": `],
    },
    'a path with an empty part': {
      repository: { path: 'a//b' },
      want: [`${at}.path: Invalid value: "a//b": ${folder}`],
    },
    'a path with a dot': { repository: { path: 'a/./b' }, want: [`${at}.path: Invalid value: "a/./b": ${folder}`] },
    'a path with two dots': { repository: { path: '../b' }, want: [`${at}.path: Invalid value: "../b": ${folder}`] },
    "git's own folder, in any case": {
      repository: { path: 'a/.GIT' },
      want: [`${at}.path: Invalid value: "a/.GIT": ${folder}`],
    },
  };
  test.each(Object.entries(cases))('%s', (_, { repository, want }) => {
    const lines = contextProblems(repositories(repository), {}).map(formatFieldError);
    expect(lines).toEqual(want.map((line) => expect.stringContaining(line)));
  });

  test('a context of another type is not looked at', () => {
    const wrong = { ...makeFile('/a', 'x'), repository: { url: 'a b' } } as Context;
    expect(contextProblems([located(wrong)], {})).toEqual([]);
  });
});

describe('files that hide one another', () => {
  const linesOf = (...files: [path: string, text?: string][]) =>
    contextProblems(
      files.map(([path, text = 'x'], i) => located(makeFile(path, text), `spec.commonContext[${i}]`)),
      {},
    ).map(formatFieldError);
  test('the workspace folder is no file', () => {
    expect(linesOf(['/workspace'])).toEqual([
      'spec.commonContext[0].file.filePath: Invalid value: "/workspace": is the workspace folder; name a file inside it',
    ]);
  });
  test('the reserved folder itself, and what only begins like it', () => {
    expect(linesOf(['/kubetask'])).toEqual([
      'spec.commonContext[0].file.filePath: Invalid value: "/kubetask": /kubetask is reserved; choose another folder',
    ]);
    expect(linesOf(['/kubetasks/a'], ['/workspace/a'], ['/workspace/ab'])).toEqual([]);
  });
  test('a text of exactly 1 MiB fits; one byte more does not', () => {
    expect(linesOf(['/a', 'x'.repeat(1024 * 1024)])).toEqual([]);
    expect(linesOf(['/a', 'x'.repeat(1024 * 1024 + 1)])).toEqual([expect.stringContaining('"1048577 bytes"')]);
  });
  test('a text from a Secret has no size here', () => {
    const source = { secretKeyRef: { name: 's', key: 'k' } };
    expect(contextProblems([located(makeFile('/a', source))], {})).toEqual([]);
  });
});

describe('whether the agent shares the passwd file of the clone', () => {
  const shares = (workspace: WorkspaceConfigSpec, filePath = '/workspace/a.md') => {
    const contexts = [located(makeRepository({ url: 'git@host:o/r.git' })), located(makeFile(filePath, 'x'))];
    const place = { workspaceDir: '/workspace', workspace, agentImage: 'agent:v1', initImage: 'git:v1' };
    return JSON.stringify(repositoryContext.podPart(contexts, place as never)).split('passwd').length;
  };
  const plain = shares({});
  const cases: Record<string, { workspace: WorkspaceConfigSpec; filePath?: string; want: boolean }> = {
    'one image for both': { workspace: { agentImage: 'a:1', initImage: 'a:1' }, want: true },
    'no image for the clone': { workspace: { agentImage: 'a:1' }, want: true },
    'another image for the clone': { workspace: { agentImage: 'a:1', initImage: 'git:1' }, want: false },
    'an image for the clone alone': { workspace: { initImage: 'git:1' }, want: false },
    'a credential at its path': {
      workspace: { credentials: [{ name: 'c', secretRef: { name: 's', key: 'k' }, mountPath: '/etc/passwd' }] },
      want: false,
    },
    'a credential elsewhere': {
      workspace: { credentials: [{ name: 'c', secretRef: { name: 's', key: 'k' }, mountPath: '/etc/pass' }] },
      want: true,
    },
    'a file at its path': { workspace: {}, filePath: '/etc/passwd', want: false },
  };
  test.each(Object.entries(cases))('%s', (_, { workspace, filePath, want }) => {
    expect(shares(workspace, filePath) === plain).toBe(want);
  });
});

describe('what a task is called', () => {
  const cases: Record<string, { url: string; want: string }> = {
    'a question mark ends the path': { url: 'https://host/o/r?a=b/c', want: 'o/r' },
    'a fragment ends it': { url: 'https://host/o/r#x/y', want: 'o/r' },
    'a scheme inside of the path stays': { url: 'https://host/o/a:b', want: 'o/a:b' },
    'a scheme with + and digits': { url: 'git+ssh2://git@host/o/r.git', want: 'o/r' },
    'file inside of the path is no scheme': { url: 'https://host/file:/r', want: 'file:/r' },
    '.git inside of the name stays': { url: 'https://host/o/my.github.io', want: 'o/my.github.io' },
    'several separators: one blank': { url: 'https://host/o/a\u2028\u2029b', want: 'o/a b' },
  };
  test.each(Object.entries(cases))('%s', (_, { url, want }) => {
    expect(repositoryNameOf(repositories({ url }))).toBe(want);
  });

  test('a name of exactly 100 characters is not cut', () => {
    expect(repositoryNameOf(repositories({ org: 'o', repo: 'x'.repeat(98) }))).toBe(`o/${'x'.repeat(98)}`);
    expect(repositoryNameOf(repositories({ org: 'o', repo: 'x'.repeat(99) }))).toBe(`…${'x'.repeat(99)}`);
  });

  test('a folder of another name is in brackets, whatever slashes its path ends in', () => {
    const name = (path: string) => repositoryNameOf(repositories({ org: 'o', repo: 'r', path }));
    expect(['src/r/', 'src/r', 'src/x/'].map(name)).toEqual(['o/r', 'o/r', 'o/r (src/x/)']);
  });

  test('the repository of a context of another type does not count', () => {
    expect(taskDisplayName([located(confused)], 3)).toBe('task-3');
    expect(taskDisplayName([located({ type: 'Repository' }), ...repositories({ org: 'o', repo: 'r' })], 3)).toBe('o/r');
  });

  test('a task without a written name: its repository in letters, digits and single dashes, none at either end', () => {
    const named = (repo: string) => ownTaskName({ tasks: [{ contexts: [] }] }, 0, repositories({ org: '--', repo }));
    expect(['--Pay..ments--', '___'].map(named)).toEqual(['pay-ments', 'task']);
  });

  test('the label of a task of a Batch: its name, or that of its repository', () => {
    const contexts = [makeRepository()];
    expect(taskLabel({ tasks: [{ name: 'first', contexts }, { contexts }] }, 0)).toBe('first');
    expect(taskLabel({ tasks: [{ name: 'first', contexts }, { contexts }] }, 1)).toBe('myorg-service-a');
    expect(taskLabel({ variableContexts: [contexts, []] }, 0)).toBe('myorg/service-a');
    expect(taskLabel({ variableContexts: [contexts, []] }, 1)).toBe('task-1');
  });
});

describe('the list of tasks', () => {
  const contexts = [makeRepository()];
  const named = { tasks: [{ name: 'a', contexts }, { contexts: [] }], keySalt: 'x' };
  const positional = { variableContexts: [contexts, []], keySalt: 'x' };

  test('by name', () => {
    expect(listedTasks(named)).toEqual([
      { name: 'a', contexts, path: 'spec.tasks[0]', contextsPath: 'spec.tasks[0].contexts' },
      { name: undefined, contexts: [], path: 'spec.tasks[1]', contextsPath: 'spec.tasks[1].contexts' },
    ]);
  });
  test('by position', () => {
    expect(listedTasks(positional)).toEqual([
      { contexts, path: 'spec.variableContexts[0]', contextsPath: 'spec.variableContexts[0]' },
      { contexts: [], path: 'spec.variableContexts[1]', contextsPath: 'spec.variableContexts[1]' },
    ]);
  });
  test('neither: none; a task that is not there has no contexts', () => {
    expect([taskCount({}), listedTasks({})]).toEqual([0, []]);
    expect([listedTask({}, 2).contexts, listedTask(named, 2).contexts]).toEqual([[], []]);
  });
  test('some of them, in the order given, with everything else of the Batch', () => {
    expect(withTasks(named, [1, 0])).toEqual({ ...named, tasks: [named.tasks[1], named.tasks[0]] });
    expect(withTasks(positional, [1])).toEqual({ ...positional, variableContexts: [[]] });
    expect(withTasks(named, [7])).toEqual({ ...named, tasks: [] });
    expect(withTasks({}, [0])).toEqual({ variableContexts: [[]] });
  });
  test('which contexts are a task’s own', () => {
    const paths = ['spec.tasks[0].contexts[1]', 'spec.variableContexts[0][0]', 'spec.commonContext[0]'];
    expect(paths.map(isOwnContext)).toEqual([true, true, false]);
    expect(isOwnContext('WorkspaceConfig.spec.tasks[0]')).toBe(false);
  });
});
