import { describe, expect, test } from '@jest/globals';
import type { FileSource, WorkspaceConfigSpec } from '../../../api/generated/kinds.js';
import { formatFieldError } from '../../../packages/structural-schema/field-error.js';
import type { PlannedFile } from '../../../plan/context/file.js';
import { packTexts } from '../../../plan/context/text-config-maps.js';
import { kueueLabels } from '../../../plan/kueue-labels.js';
import {
  namedJobName,
  nameProblems,
  taskBranch,
  taskJobName,
  taskRunPodName,
  taskRunPodNameBeside,
} from '../../../plan/naming.js';
import { caBundle } from '../../../plan/pod/ca-bundle.js';
import { canonicalResources } from '../../../plan/pod/canonical-resources.js';
import { setupContainer, workContainer } from '../../../plan/pod/container.js';
import { excessiveRequests, variableProblems } from '../../../plan/pod/container-problems.js';
import { contextFiles } from '../../../plan/pod/context-files.js';
import { contractEnv, envProblems, workspaceVariables } from '../../../plan/pod/contract-env.js';
import { credentialProblems, credentials } from '../../../plan/pod/credentials.js';
import { hardenedPod } from '../../../plan/pod/hardened-pod.js';
import { joinParts } from '../../../plan/pod/pod-part.js';
import { proxy } from '../../../plan/pod/proxy.js';
import { podSecurity } from '../../../plan/pod/security.js';
import { tools } from '../../../plan/pod/tools.js';
import { workspaceVolumes } from '../../../plan/pod/workspace-volumes.js';

const secretRef = { name: 's', key: 'k' };

describe('what each field of a WorkspaceConfig adds to a Pod', () => {
  const certificates = {
    env: ['SSL_CERT_FILE', 'GIT_SSL_CAINFO', 'NODE_EXTRA_CA_CERTS', 'REQUESTS_CA_BUNDLE', 'CURL_CA_BUNDLE'].map(
      (name) => ({
        name,
        value: '/kubetask/ca/ca.crt',
      }),
    ),
    mounts: [{ name: 'ca-bundle', mountPath: '/kubetask/ca', readOnly: true }],
  };
  const items = [{ key: 'k', path: 'ca.crt' }];
  const writable = (workspace: object, dir = '/workspace') => ({
    volumes: [
      { name: 'workspace', ...workspace },
      { name: 'home', emptyDir: {} },
      { name: 'tmp', emptyDir: {} },
    ],
    env: [
      { name: 'WORKSPACE_DIR', value: dir },
      { name: 'HOME', value: '/kubetask/home' },
    ],
    mounts: [
      { name: 'workspace', mountPath: dir },
      { name: 'home', mountPath: '/kubetask/home' },
      { name: 'tmp', mountPath: '/tmp' },
    ],
  });
  const claim = (spec: object) => ({ ephemeral: { volumeClaimTemplate: { spec } } });
  const cases: Record<string, { part: object; want: object }> = {
    'no caBundle': { part: caBundle(undefined), want: {} },
    'a caBundle': {
      part: caBundle({ configMapKeyRef: { name: 'c', key: 'k' } }),
      want: { volumes: [{ name: 'ca-bundle', configMap: { name: 'c', items } }], ...certificates },
    },
    'a caBundle that may be missing': {
      part: caBundle({ configMapKeyRef: { name: 'c', key: 'k', optional: false } }),
      want: { volumes: [{ name: 'ca-bundle', configMap: { name: 'c', items, optional: false } }], ...certificates },
    },
    'no proxy': { part: proxy(undefined), want: { env: [] } },
    'a proxy in both spellings': {
      part: proxy({ httpsProxy: 'http://p', noProxy: '' }),
      want: {
        env: [
          { name: 'HTTPS_PROXY', value: 'http://p' },
          { name: 'https_proxy', value: 'http://p' },
          { name: 'NO_PROXY', value: '' },
          { name: 'no_proxy', value: '' },
        ],
      },
    },
    'no toolsImage': { part: tools(undefined), want: {} },
    'a toolsImage': {
      part: tools('tools:1'),
      want: {
        initContainers: [
          {
            name: 'copy-tools',
            image: 'tools:1',
            command: ['cp', '-RP', '/tools/.', '/kubetask/tools'],
            volumeMounts: [{ name: 'tools', mountPath: '/kubetask/tools' }],
          },
        ],
        volumes: [{ name: 'tools', emptyDir: {} }],
        agentEnv: [
          { name: 'PATH', value: '/tools/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' },
          { name: 'NODE_PATH', value: '/tools/lib/node_modules' },
          { name: 'LD_LIBRARY_PATH', value: '/tools/lib' },
        ],
        agentMounts: [{ name: 'tools', mountPath: '/tools', readOnly: true }],
      },
    },
    'no workspaceVolume': { part: workspaceVolumes({}), want: writable({ emptyDir: {} }) },
    'an emptyDir in memory, elsewhere': {
      part: workspaceVolumes({
        workspaceDir: '/src',
        workspaceVolume: { emptyDir: { medium: 'Memory', sizeLimit: 5 } },
      }),
      want: writable({ emptyDir: { medium: 'Memory', sizeLimit: '5' } }, '/src'),
    },
    'a volume claim': {
      part: workspaceVolumes({ workspaceVolume: { ephemeral: { size: '1Gi' } } }),
      want: writable(claim({ accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } })),
    },
    'a volume claim of a class': {
      part: workspaceVolumes({ workspaceVolume: { ephemeral: { size: 1, storageClassName: 'fast' } } }),
      want: writable(
        claim({
          accessModes: ['ReadWriteOnce'],
          storageClassName: 'fast',
          resources: { requests: { storage: '1' } },
        }),
      ),
    },
    'no credential': { part: credentials([]), want: { volumes: [], agentEnv: [], agentMounts: [] } },
    'credentials as a variable, as a file, and as both': {
      part: credentials([
        { name: 'a', secretRef, env: 'A' },
        { name: 'b', secretRef, mountPath: '/b' },
        { name: 'c', secretRef, env: 'C', mountPath: '/c', fileMode: 0o400 },
      ]),
      want: {
        volumes: [
          {
            name: 'credential-1',
            secret: { secretName: 's', items: [{ key: 'k', path: 'value', mode: 0o600 }] },
          },
          {
            name: 'credential-2',
            secret: { secretName: 's', items: [{ key: 'k', path: 'value', mode: 0o400 }] },
          },
        ],
        agentEnv: [
          { name: 'A', valueFrom: { secretKeyRef: secretRef } },
          { name: 'C', valueFrom: { secretKeyRef: secretRef } },
        ],
        agentMounts: [
          { name: 'credential-1', mountPath: '/b', subPath: 'value', readOnly: true },
          { name: 'credential-2', mountPath: '/c', subPath: 'value', readOnly: true },
        ],
      },
    },
  };
  test.each(Object.entries(cases))('%s', (_, { part, want }) => expect(part).toStrictEqual(want));
});

describe('the variables of the Pod contract', () => {
  const identity = { name: 'r-task-0', run: 'r', key: 'abc', branch: 'kubetask/abc' };
  const names = (more: object) => contractEnv({ ...identity, ...more }).agentEnv?.map(({ name }) => name);
  test('a task by position has an index, one with a name has the name', () => {
    const [name, namespace, run] = ['TASK_NAME', 'TASK_NAMESPACE', 'KUBETASK_RUN'];
    const rest = ['KUBETASK_TASK_KEY', 'KUBETASK_BRANCH', 'KUBETASK_RESULT'];
    expect(names({ index: 0 })).toEqual([name, namespace, run, 'KUBETASK_TASK_INDEX', ...rest]);
    expect(names({ taskName: 'a' })).toEqual([name, namespace, run, 'KUBETASK_TASK_NAME', ...rest]);
  });

  const problems = (workspace: WorkspaceConfigSpec) => envProblems(workspace).map(formatFieldError);
  const taken = (path: string, name: string) =>
    `${path}: Invalid value: "${name}": is set by kubetask; choose another name`;
  const cases: Record<string, { workspace: WorkspaceConfigSpec; want: string[] }> = {
    'nothing set': { workspace: {}, want: [] },
    'names of kubetask': {
      workspace: {
        env: ['TASK_NAME', 'TASK_NAMESPACE', 'WORKSPACE_DIR', 'KUBETASK_X'].map((name) => ({ name, value: '' })),
      },
      want: ['TASK_NAME', 'TASK_NAMESPACE', 'WORKSPACE_DIR', 'KUBETASK_X'].map((name, i) =>
        taken(`spec.env[${i}].name`, name),
      ),
    },
    'names that only begin or end like them': {
      workspace: {
        env: ['MY_TASK_NAME', 'TASK_NAMES', 'XKUBETASK_A', 'KUBETASK'].map((name) => ({ name, value: '' })),
      },
      want: [],
    },
    'a variable three times': {
      workspace: { env: ['A', 'A', 'A'].map((name) => ({ name, value: '' })) },
      want: [1, 2].map(
        (i) => `spec.env[${i}].name: Invalid value: "A": is already set by WorkspaceConfig.spec.env[0].name`,
      ),
    },
    'a credential without a variable': {
      workspace: { credentials: [{ name: 'c', secretRef, mountPath: '/a' }] },
      want: [],
    },
  };
  test.each(Object.entries(cases))('%s', (_, { workspace, want }) => expect(problems(workspace)).toEqual(want));

  test('each variable and where it is written', () => {
    const credential = { name: 'c', secretRef, env: 'B' };
    expect(workspaceVariables({ env: [{ name: 'A', value: '' }], credentials: [credential] })).toEqual([
      { name: 'A', owner: 'workspace', path: 'spec.env[0].name' },
      { name: 'B', owner: 'workspace', path: 'spec.credentials[0].env' },
    ]);
  });
});

describe('credentials that hide one another', () => {
  const at = (...paths: (string | undefined)[]) =>
    credentialProblems(
      paths.map((mountPath, i) => ({ name: `c${i}`, secretRef, ...(mountPath === undefined ? {} : { mountPath }) })),
      ['/workspace/a.md'],
    ).map(formatFieldError);
  const duplicated = (i: number, path: string) => `spec.credentials[${i}].mountPath: Duplicate value: "${path}"`;
  test('paths of their own, and none at all', () => expect(at('/a', undefined, '/b', undefined)).toEqual([]));
  test('one path twice', () => expect(at('/a', '/b', '/a')).toEqual([duplicated(2, '/a')]));
  test('the path of a context file', () => expect(at('/workspace/a.md')).toEqual([duplicated(0, '/workspace/a.md')]));
  test("a place of kubetask's own", () => {
    const why = '/kubetask is reserved; choose another folder';
    expect(at('/kubetask/x', '/kubetasks')).toEqual([
      `spec.credentials[0].mountPath: Invalid value: "/kubetask/x": ${why}`,
    ]);
  });
});

describe('a Pod', () => {
  const empty = { initContainers: [], containers: [], volumes: [] };
  const user = { runAsUser: 65532, runAsGroup: 65532, fsGroup: 65532, fsGroupChangePolicy: 'OnRootMismatch' };
  const common = {
    restartPolicy: 'Never',
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    terminationGracePeriodSeconds: 30,
    securityContext: { runAsNonRoot: true, ...user, seccompProfile: { type: 'RuntimeDefault' } },
    ...empty,
  };
  const affinity = { nodeAffinity: {} };
  const tolerations = [{ key: 'agents', operator: 'Exists' as const }];
  const cases: Record<string, { workspace: WorkspaceConfigSpec; want: object }> = {
    'nothing said': { workspace: {}, want: common },
    'every field': {
      workspace: {
        serviceAccountName: 'robot',
        runtimeClassName: 'gvisor',
        imagePullSecrets: [{ name: 'r' }],
        scheduling: { nodeSelector: { a: 'b' }, tolerations, affinity },
        terminationGracePeriodSeconds: 0,
      },
      want: {
        ...common,
        terminationGracePeriodSeconds: 0,
        serviceAccountName: 'robot',
        runtimeClassName: 'gvisor',
        imagePullSecrets: [{ name: 'r' }],
        nodeSelector: { a: 'b' },
        tolerations,
        affinity,
      },
    },
    'an empty scheduling': { workspace: { scheduling: {} }, want: common },
  };
  test.each(Object.entries(cases))('%s', (_, { workspace, want }) => {
    expect(hardenedPod(workspace, empty)).toStrictEqual(want);
  });

  test('its user: as it is said, with a policy for the group only if there is one', () => {
    expect(podSecurity({})).toStrictEqual({ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } });
    expect(podSecurity({ fsGroup: 7 })).toStrictEqual({
      runAsNonRoot: true,
      fsGroup: 7,
      fsGroupChangePolicy: 'OnRootMismatch',
      seccompProfile: { type: 'RuntimeDefault' },
    });
  });

  test('its containers: what is set last replaces what is set before', () => {
    const parts = joinParts([
      { env: [{ name: 'HOME', value: '/a' }], mounts: [{ name: 'm', mountPath: '/m' }] },
      { agentEnv: [{ name: 'HOME', value: '/b' }], agentMounts: [{ name: 'n', mountPath: '/n' }] },
    ]);
    const surroundings = { parts, workspace: {} };
    const security = (readOnlyRootFilesystem: boolean) => ({
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
      readOnlyRootFilesystem,
    });
    const env = [{ name: 'HOME', value: '/c' }];
    expect(workContainer({ name: 'a', image: 'i', args: ['x'], env }, surroundings)).toStrictEqual({
      name: 'a',
      image: 'i',
      imagePullPolicy: 'IfNotPresent',
      args: ['x'],
      workingDir: '/workspace',
      env,
      volumeMounts: [
        { name: 'm', mountPath: '/m' },
        { name: 'n', mountPath: '/n' },
      ],
      terminationMessagePath: '/kubetask/result.json',
      securityContext: security(true),
    });
    const resources = { limits: { cpu: '1' } };
    const workspace = { resources, readOnlyRootFilesystem: false, workspaceDir: '/src' };
    expect(workContainer({ name: 'a', image: 'i', command: ['x'] }, { parts, workspace })).toMatchObject({
      command: ['x'],
      workingDir: '/src',
      resources,
      env: [{ name: 'HOME', value: '/b' }],
      securityContext: security(false),
    });
    expect(setupContainer({ name: 's' }, surroundings)).toStrictEqual({
      name: 's',
      imagePullPolicy: 'IfNotPresent',
      env: [{ name: 'HOME', value: '/a' }],
      volumeMounts: [{ name: 'm', mountPath: '/m' }],
      securityContext: security(true),
    });
  });
});

describe('context files reach the Pod through one volume', () => {
  const texts = packTexts(['one', 'two'], { name: 'r', labels: {} });
  const [map] = texts.configMaps;
  const file = (filePath: string, ...sources: (FileSource | undefined)[]): PlannedFile => ({
    filePath,
    parts: sources.map((source, i) => ({ owner: 'template', path: `p${i}`, ...(source ? { source } : {}) })),
  });
  const of = (...files: PlannedFile[]) => contextFiles(files, texts, '/workspace', 'init:1');
  const sourcesOf = (...files: PlannedFile[]) => of(...files).volumes?.[0]?.projected?.sources;
  const inline = (text: string) => ({ inline: text });

  test('no file: nothing', () => expect(of()).toStrictEqual({}));

  test('texts of one object share a source; each part is at its place', () => {
    const secret = { secretKeyRef: { name: 'map', key: 'k' } };
    const configMap = { configMapKeyRef: { name: 'map', key: 'k' } };
    const optional = { configMapKeyRef: { name: 'map', key: 'o', optional: true } };
    const sources = sourcesOf(
      file('/workspace/a', inline('one'), secret, inline('two')),
      file('/workspace/b', configMap, optional, secret, {
        configMapKeyRef: { name: 'map', key: 'n', optional: false },
      }),
    );
    expect(sources).toStrictEqual([
      {
        configMap: {
          name: map?.metadata.name,
          items: [
            { key: texts.locate('one').key, path: '000/000' },
            { key: texts.locate('two').key, path: '000/002' },
          ],
        },
      },
      {
        secret: {
          name: 'map',
          items: [
            { key: 'k', path: '000/001' },
            { key: 'k', path: '001/002' },
          ],
        },
      },
      {
        configMap: {
          name: 'map',
          items: [
            { key: 'k', path: '001/000' },
            { key: 'n', path: '001/003' },
          ],
        },
      },
      { configMap: { name: 'map', items: [{ key: 'o', path: '001/001' }], optional: true } },
    ]);
  });

  test('a file outside of the workspace is mounted at its path, one inside is written there', () => {
    const {
      agentMounts,
      volumes,
      initContainers = [],
    } = of(file('/workspace/a', inline('one')), file('/etc/b', inline('two')));
    expect(agentMounts).toEqual([{ name: 'files', mountPath: '/etc/b', subPath: '1' }]);
    expect(volumes?.map(({ name }) => name)).toEqual(['context', 'files']);
    expect(initContainers[0]?.args).toEqual(['/workspace/a', '/kubetask/files/1']);
  });

  test('texts that containers produce: a volume of their own, and the context only if there are other texts', () => {
    const names = (part: ReturnType<typeof of>) => [
      part.volumes?.map(({ name }) => name),
      part.initContainers?.[0]?.volumeMounts?.map(({ name }) => name).filter((name) => name !== 'setup'),
      part.initContainers?.[0]?.env?.map(({ name }) => name),
    ];
    const [message, parts, produced] = ['KUBETASK_MESSAGE', 'KUBETASK_PARTS', 'KUBETASK_PRODUCED'];
    expect(names(of(file('/workspace/a', undefined)))).toEqual([
      ['produced'],
      ['produced'],
      [message, parts, produced],
    ]);
    expect(names(of(file('/workspace/a', inline('one'), undefined), file('/workspace/b', inline('two'))))).toEqual([
      ['context', 'produced'],
      ['context', 'produced'],
      [message, parts, produced],
    ]);
    expect(names(of(file('/workspace/a', inline('one'))))).toEqual([['context'], ['context'], [message, parts]]);
  });

  test('a source without a member is a bug', () => {
    expect(() => of(file('/workspace/a', {}))).toThrow('a file source without a member: validation has been skipped');
  });
});

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
