import { describe, expect, test } from '@jest/globals';
import type { PlannedRepository } from '../../../plan/context/repository.js';
import { threeAttempts } from '../../../plan/git/attempts.js';
import { cloneScript, usesSsh } from '../../../plan/pod/clone-script.js';
import { clones } from '../../../plan/pod/clones.js';
import { commandScript } from '../../../plan/pod/command-script.js';

const https = 'https://git.example.com/o/r.git';
const ssh = 'git@git.example.com:o/r.git';
const makeRepository = (repository: Partial<PlannedRepository> = {}): PlannedRepository => ({
  url: https,
  folder: 'r',
  depth: 1,
  lfs: false,
  owner: 'template',
  path: 'spec.variableContexts[0][0].repository',
  ...repository,
});

/** Functions of the script, or what it says, by what they are for. */
const parts = {
  'the branch': 'git clone --quiet',
  'a revision': 'fetch_revision() {',
  'a token': `if [ -n "$\{GIT_TOKEN_FILE:-}" ]; then\n`,
  'a key for SSH': 'check_key() {',
  'the Secret': 'if [ -f "$GIT_SECRET_DIR/token" ]',
  'a key is needed': 'the Secret has no key ssh-privatekey, which a clone over SSH needs',
  'a token is needed': 'the Secret has none of the keys token and password, one of which a clone over HTTP needs',
  submodules: 'bring_submodules() {',
  'a note about submodules': 'note_submodules() {',
  LFS: 'bring_lfs() {',
  'a note about LFS': 'note_lfs() {',
} as const;
type Part = keyof typeof parts;

describe('the script of a clone has what the repository needs, since every Job carries it', () => {
  const notes: Part[] = ['a note about submodules', 'a note about LFS'];
  const cases: Record<string, { repository: Partial<PlannedRepository>; want: Part[] }> = {
    'a public repository': { repository: {}, want: ['the branch', ...notes] },
    'at a revision': { repository: { revision: 'v1' }, want: ['a revision', ...notes] },
    'with a Secret': {
      repository: { secretName: 's' },
      want: ['the branch', 'a token', 'the Secret', 'a token is needed', ...notes],
    },
    'over SSH': { repository: { url: ssh }, want: ['the branch', 'a key for SSH', ...notes] },
    'over SSH with a Secret': {
      repository: { url: ssh, secretName: 's' },
      want: ['the branch', 'a key for SSH', 'the Secret', 'a key is needed', ...notes],
    },
    'with submodules, which may be anywhere': {
      repository: { submodules: 'true' },
      want: ['the branch', 'a key for SSH', 'submodules', 'a note about LFS'],
    },
    'with Git LFS': { repository: { lfs: true }, want: ['the branch', 'a note about submodules', 'LFS'] },
    'with everything': {
      repository: { revision: 'v1', submodules: 'recursive', lfs: true, secretName: 's' },
      want: ['a revision', 'a token', 'a key for SSH', 'the Secret', 'a token is needed', 'submodules', 'LFS'],
    },
  };
  test.each(Object.entries(cases))('%s', (_, { repository, want }) => {
    const script = cloneScript(makeRepository(repository));
    const found = (Object.keys(parts) as Part[]).filter((part) => script.includes(parts[part]));
    expect(found.sort()).toEqual([...want].sort());
    expect(script).not.toContain('undefined');
  });

  const steps: Record<string, { repository: Partial<PlannedRepository>; attempt: string; notes: string[] }> = {
    'neither submodules nor LFS': { repository: {}, attempt: '', notes: ['note_submodules', 'note_lfs'] },
    submodules: {
      repository: { submodules: 'true' },
      attempt: ' && bring_submodules "$GIT_TARGET"',
      notes: ['note_lfs'],
    },
    LFS: { repository: { lfs: true }, attempt: ' && bring_lfs "$GIT_TARGET"', notes: ['note_submodules'] },
    both: {
      repository: { submodules: 'true', lfs: true },
      attempt: ' && bring_submodules "$GIT_TARGET" && bring_lfs "$GIT_TARGET"',
      notes: [],
    },
  };
  test.each(Object.entries(steps))('what one attempt does, and what is said afterwards: %s', (_, one) => {
    const script = cloneScript(makeRepository(one.repository));
    expect(script).toContain(`try() { rm -rf "$GIT_TARGET" && fetch${one.attempt}; }\n`);
    const said = one.notes.map((name) => `${name} "$GIT_TARGET" | tee -a "$KUBETASK_MESSAGE"\n`);
    expect(script.endsWith(`${threeAttempts}${said.join('')}`)).toBe(true);
  });

  test('two repositories with the same needs have the same script', () => {
    expect(cloneScript(makeRepository({ url: 'http://other.example.com/x' }))).toBe(cloneScript(makeRepository()));
    expect(cloneScript(makeRepository({ revision: 'v1' }))).toContain('fetch() { fetch_revision "$GIT_TARGET"; }\n');
  });
});

describe('which clones use SSH', () => {
  const cases: Record<string, boolean> = {
    'https://h/o/r': false,
    'HTTP://h/o/r': false,
    'http://h/o/r': false,
    'git://h/o/r': false,
    'file:///srv/r': false,
    'ssh://git@h/o/r': true,
    'git@h:o/r': true,
    'git@h:https://r': true,
  };
  test.each(Object.entries(cases))('%s: %s', (url, want) => expect(usesSsh({ url })).toBe(want));
  test('submodules may', () => expect(usesSsh({ url: https, submodules: 'true' })).toBe(true));
});

describe('the containers of clones', () => {
  const place = { workspaceDir: '/workspace', initImage: 'git:1', sharesPasswd: true };
  const of = (...repositories: Partial<PlannedRepository>[]) => clones(repositories.map(makeRepository), place);

  /** Where the script is. */
  const setup = { name: 'setup', mountPath: '/kubetask/setup', readOnly: true };

  test('none: nothing', () => {
    expect(of()).toEqual({ initContainers: [], volumes: [], agentEnv: [], agentMounts: [] });
  });

  test('two: each has its own Secret, and the agent gets the folder of the first', () => {
    const {
      initContainers = [],
      volumes,
      agentEnv,
    } = of(
      { branch: 'main', secretName: 's' },
      { url: 'https://h/o/b.git', folder: 'b', revision: 'v1', depth: 0, secretName: 't', timeoutSeconds: 60 },
    );
    const message = { name: 'KUBETASK_MESSAGE', value: '/kubetask/message' };
    expect(initContainers.map(({ command: _, ...container }) => container)).toEqual([
      {
        name: 'clone-0',
        image: 'git:1',
        env: [
          message,
          { name: 'GIT_URL', value: https },
          { name: 'GIT_BRANCH', value: 'main' },
          { name: 'GIT_DEPTH', value: '1' },
          { name: 'GIT_TARGET', value: '/workspace/r' },
          { name: 'GIT_SECRET_DIR', value: '/kubetask/git' },
        ],
        volumeMounts: [setup, { name: 'git-secret-0', mountPath: '/kubetask/git', readOnly: true }],
        terminationMessagePath: '/kubetask/message',
      },
      {
        name: 'clone-1',
        image: 'git:1',
        env: [
          message,
          { name: 'GIT_URL', value: 'https://h/o/b.git' },
          { name: 'GIT_REVISION', value: 'v1' },
          { name: 'GIT_DEPTH', value: '0' },
          { name: 'GIT_TARGET', value: '/workspace/b' },
          { name: 'GIT_TIMEOUT', value: '60' },
          { name: 'GIT_SECRET_DIR', value: '/kubetask/git' },
        ],
        volumeMounts: [setup, { name: 'git-secret-1', mountPath: '/kubetask/git', readOnly: true }],
        terminationMessagePath: '/kubetask/message',
      },
    ]);
    expect(volumes).toEqual([
      { name: 'git-secret-0', secret: { secretName: 's', defaultMode: 0o400 } },
      { name: 'git-secret-1', secret: { secretName: 't', defaultMode: 0o400 } },
    ]);
    expect(agentEnv).toEqual([{ name: 'KUBETASK_REPOSITORY_DIR', value: '/workspace/r' }]);
  });

  test('no Secret, no SSH: no volume, and no mount but that of its script', () => {
    const { initContainers = [], volumes, agentMounts } = of({});
    expect([initContainers[0]?.volumeMounts, volumes, agentMounts]).toEqual([[setup], [], []]);
  });
});

test('the script of a command says why it failed, and keeps no more than it may', () => {
  expect(commandScript).toMatch(/^set -eu\n/);
  expect(commandScript).toContain('wrote more than maxBytes ($KUBETASK_MAX_BYTES) bytes');
  expect(commandScript).toContain('did not end within $KUBETASK_TIMEOUT_SECONDS s');
});
