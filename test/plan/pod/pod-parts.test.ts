import { describe, expect, test } from '@jest/globals';
import { caBundle } from '../../../plan/pod/ca-bundle.js';
import { credentials } from '../../../plan/pod/credentials.js';
import { proxy } from '../../../plan/pod/proxy.js';
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
