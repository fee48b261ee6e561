import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  kubeconfigFiles,
  readKubeconfig,
} from '../../../packages/kubernetes-client/connection/kubeconfig/read-kubeconfig.js';
import { loadConnection } from '../../../packages/kubernetes-client/connection/load-connection.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'test-read-kubeconfig-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function write(name: string, text: string | object): string {
  const file = join(folder, name);
  writeFileSync(file, typeof text === 'string' ? text : JSON.stringify(text));
  return file;
}

test.each<[string, string | undefined, Record<string, string>, string[]]>([
  ['the one that is asked for, whatever the environment says', '/f', { KUBECONFIG: '/a' }, ['/f']],
  ['those of KUBECONFIG', undefined, { KUBECONFIG: ['/a', '', '/b'].join(delimiter), HOME: '/home/x' }, ['/a', '/b']],
  ['the one of the home folder', undefined, { HOME: '/home/x' }, ['/home/x/.kube/config']],
  ['KUBECONFIG is empty: the one of the home folder', '', { KUBECONFIG: delimiter, HOME: '/h' }, ['/h/.kube/config']],
  ['HOME is not set: the one of the user', undefined, {}, [join(homedir(), '.kube', 'config')]],
])('the files that kubectl reads: %s', (_, flag, env, want) => {
  expect(kubeconfigFiles(flag, env)).toEqual(want);
});

describe('a kubeconfig', () => {
  test('names files beside it, and absolute ones', () => {
    const file = write('files', {
      clusters: [{ name: 'c', cluster: { server: 'https://c', 'certificate-authority': 'ca' } }, { name: 'empty' }],
      users: [
        { name: 'u', user: { 'client-certificate': 'tls/crt', 'client-key': '/abs/key', tokenFile: 't', token: 'x' } },
        { name: 'none' },
        { name: 'beside', user: { exec: { command: './plug' } } },
        { name: 'on path', user: { exec: { command: 'plug' } } },
        { name: 'mistake', user: { exec: { args: ['x'] } } },
      ],
    });
    expect(readKubeconfig([file])).toEqual({
      clusters: [
        { name: 'c', cluster: { server: 'https://c', 'certificate-authority': join(folder, 'ca') } },
        { name: 'empty', cluster: {} },
      ],
      users: [
        {
          name: 'u',
          user: {
            ...{ 'client-certificate': join(folder, 'tls/crt'), 'client-key': '/abs/key' },
            ...{ tokenFile: join(folder, 't'), token: 'x' },
          },
        },
        { name: 'none', user: {} },
        { name: 'beside', user: { exec: { command: join(folder, 'plug') } } },
        { name: 'on path', user: { exec: { command: 'plug' } } },
        { name: 'mistake', user: { exec: { args: ['x'] } } },
      ],
      contexts: [],
    });
  });

  test('of several files: all of them, and the first current context', () => {
    const files = [
      write('first', { clusters: [{ name: 'a' }], users: null }),
      write('second', { contexts: [{ name: 'b' }], 'current-context': 'b' }),
      write('third', { users: [{ name: 'u' }], 'current-context': 'c' }),
    ];
    expect(readKubeconfig([...files, join(folder, 'gone')])).toEqual({
      ...{ clusters: [{ name: 'a', cluster: {} }], users: [{ name: 'u', user: {} }], contexts: [{ name: 'b' }] },
      'current-context': 'b',
    });
  });

  test.each([
    ['an empty file', ''],
    ['a text', 'hello'],
  ])('that is %s: nothing', (_, text) => {
    expect(readKubeconfig([write('odd', text)])).toEqual({ clusters: [], users: [], contexts: [] });
  });

  test('that does not exist: where it was looked for, and what to do', () => {
    const looked = [join(folder, 'no'), join(folder, 'none')];
    expect(() => readKubeconfig(looked)).toThrow(`Cannot find a cluster: ${looked.join(', ')} does not exist`);
    expect(hintsOf(() => readKubeconfig(looked))).toEqual([
      'point KUBECONFIG or --kubeconfig to the kubeconfig of your cluster',
      expect.stringContaining('kubectl task local -f <file> --keep'),
    ]);
  });

  test.each([
    ['no YAML', 'a: [', /^Cannot read the kubeconfig .*odd: [^\n]+$/],
    ['nested without end', '['.repeat(20_000), /^Cannot read the kubeconfig .*odd: /],
  ])('that is %s: why, in one line', (_, text, want) => {
    const file = write('odd', text);
    expect(messageOf(() => readKubeconfig([file]))).toMatch(want);
  });
});

function messageOf(read: () => unknown): string {
  try {
    read();
    return '';
  } catch (error) {
    return (error as Error).message;
  }
}

function hintsOf(read: () => unknown): unknown {
  try {
    return read();
  } catch (error) {
    return Reflect.get(error as object, 'hints');
  }
}

describe('in a Pod', () => {
  const inCluster = { KUBERNETES_SERVICE_HOST: '10.0.0.1' };
  const context = { 'current-context': 'd', contexts: [{ name: 'd', context: { cluster: 'c' } }] };
  const outside = () => write('outside', { ...context, clusters: [{ name: 'c', cluster: { server: 'https://out' } }] });

  test('a kubeconfig that is asked for comes before the service account', async () => {
    expect((await loadConnection({ kubeconfig: outside(), env: inCluster })).server.host).toBe('out');
    expect((await loadConnection({ env: { ...inCluster, KUBECONFIG: outside() } })).server.host).toBe('out');
  });
});
