import { describe, expect, test } from '@jest/globals';
import { Testing } from 'cdk8s';
import { ConfigMap, Secret } from 'cdk8s-plus-28';
import { Context, Credential, FileContent } from '../../constructs/index.js';

const chart = Testing.chart();
const secret = Secret.fromSecretName(chart, 'secret', 'git-token');
const configMap = new ConfigMap(chart, 'rules', { metadata: { name: 'house-rules' } });

describe('builders return the data of the YAML form', () => {
  const cases: Record<string, { built: unknown; want: unknown }> = {
    'a text: inline': {
      built: Context.file('/a', 'x'),
      want: { type: 'File', file: { filePath: '/a', source: { inline: 'x' } } },
    },
    'inline content: the same': { built: Context.file('/a', FileContent.inline('x')), want: Context.file('/a', 'x') },
    'a key of a ConfigMap': {
      built: Context.file('/a', FileContent.fromConfigMap(configMap, 'rules.md')),
      want: {
        type: 'File',
        file: { filePath: '/a', source: { configMapKeyRef: { name: 'house-rules', key: 'rules.md' } } },
      },
    },
    'an optional key of a Secret': {
      built: Context.file('/a', FileContent.fromSecret(secret, 'k', { optional: true })),
      want: {
        type: 'File',
        file: { filePath: '/a', source: { secretKeyRef: { name: 'git-token', key: 'k', optional: true } } },
      },
    },
    'a repository on github.com': {
      built: Context.repository({ org: 'o', repo: 'r', branch: 'main' }),
      want: { type: 'Repository', repository: { org: 'o', repo: 'r', branch: 'main' } },
    },
    'a private repository of any host': {
      built: Context.repository({ url: 'https://git.example.com/r.git', branch: 'v1', path: 'r', depth: 0, secret }),
      want: {
        type: 'Repository',
        repository: {
          url: 'https://git.example.com/r.git',
          branch: 'v1',
          path: 'r',
          depth: 0,
          secretRef: { name: 'git-token' },
        },
      },
    },
    'a credential as a variable and a file': {
      built: Credential.fromSecret('git', secret, 'token', { env: 'TOKEN', mountPath: '/token', fileMode: 0o400 }),
      want: {
        name: 'git',
        secretRef: { name: 'git-token', key: 'token' },
        env: 'TOKEN',
        mountPath: '/token',
        fileMode: 256,
      },
    },
  };
  test.each(Object.entries(cases))('%s', (_, { built, want }) => expect(built).toEqual(want));
});
