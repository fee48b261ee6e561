import { describe, expect, test } from '@jest/globals';
import type { KubernetesObject } from '../../../packages/kubernetes-conventions/kubernetes-object.js';
import { makeObject, reported, reportedPlaces } from './reported.js';

/** Put together here, so that scanners of this repository find no token in it. */
const random = '0aB1cD2eF3gH4iJ5kL6mN7oP8qR9sT0uV1wX2yZ3';
const jwt = ['eyJhbGciOiJIUzI1NiJ9', 'eyJzdWIiOiIxMjM0NTYifQ', random].join('.');
const pem = ['-----BEGIN RSA PRIVATE', ' KEY-----\nMIIEpAIBAAKCAQEA7\n-----END RSA PRIVATE KEY-----\n'].join('');

const tokens: Record<string, string> = {
  'a GitHub token': `ghp_${random}`,
  'a fine-grained GitHub token': `github_pat_${random}_${random}`,
  'a token of a GitHub App': `ghs_${random}`,
  'a GitLab token': `glpat-${random.slice(0, 20)}`,
  'a Slack token': `xoxb-${random}`,
  'an AWS access key': `AKIA${random.toUpperCase().slice(0, 16)}`,
  'an Anthropic key': `sk-ant-api03-${random}`,
  'an OpenAI key': `sk-proj-${random}`,
  'an older OpenAI key': `sk-${random}`,
  'a Google API key': `AIza${random.slice(0, 35)}`,
  'an npm token': `npm_${random.slice(0, 36)}`,
  'a Hugging Face token': `hf_${random}`,
  'a JSON Web Token': jwt,
  'a private key': pem,
  'a private key in one line': pem.replaceAll('\n', ' '),
  'a private key with escapes': pem.replaceAll('\n', '\\n'),
  'a private key in base64': Buffer.from(pem).toString('base64'),
  'a private key in a kubeconfig': `users:\n- user:\n    client-key-data: ${Buffer.from(pem).toString('base64')}\n`,
  'an Authorization header': `curl -H "Authorization: Bearer ${random}" https://h`,
};

const configMap = (text: string) => makeObject('v1/ConfigMap', { data: { 'notes.md': text } });
const env = (name: string, value: unknown) =>
  makeObject('kubetask.io/v1alpha1/WorkspaceConfig', { spec: { env: [{ name, value }] } });

describe('tokens, anywhere', () => {
  test.each(Object.entries(tokens))('%s: reported, and never shown', (_, token) => {
    const problems = reported(configMap(`Use ${token}`.replace(/^Use (?=[A-Za-z0-9+/=]{60,}$)/, '')));
    expect(problems).toEqual([
      expect.stringMatching(/^likely-secret data\.notes\.md: Forbidden: holds an? .*; remove it, revoke it/),
    ]);
    expect(problems.join()).not.toContain(token.slice(5, 20));
  });

  const places: Record<string, { object: KubernetesObject; want: string[] }> = {
    'a prompt of several lines: its line': {
      object: makeObject('kubetask.io/v1alpha1/Batch', {
        spec: { commonContext: [{ file: { source: { inline: `a\nb ghp_${random}\n` } } }] },
      }),
      want: ['likely-secret spec.commonContext[0].file.source.inline'],
    },
    'an annotation': {
      object: makeObject('v1/ConfigMap', {}, { annotations: { a: `ghp_${random}` } }),
      want: ['likely-secret metadata.annotations.a'],
    },
    'a key of a mapping': {
      object: makeObject('v1/ConfigMap', { data: { [`ghp_${random}`]: '' } }),
      want: ['likely-secret data'],
    },
    'an argument of a container': {
      object: makeObject('v1/Pod', {
        spec: { containers: [{ name: 'a', image: 'a', args: ['--use', `ghp_${random}`] }] },
      }),
      want: ['likely-secret spec.containers[0].args[1]'],
    },
    'a kind of somebody else': {
      object: makeObject('example.com/v1/Thing', { spec: { token: `ghp_${random}` } }),
      want: ['likely-secret spec.token'],
    },
  };
  test.each(Object.entries(places))('%s', (_, { object, want }) => expect(reportedPlaces(object)).toEqual(want));

  test.each([
    ['a placeholder', 'ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx'],
    ['a prefix', 'Never commit a token that begins with ghp_, sk-ant- or AKIA.'],
    ['a word', 'task-learn-something-quite-long-and-hyphenated desk-abcdefghijklmnopqrstuvwxyz'],
    [
      'a certificate',
      '-----BEGIN CERTIFICATE-----\nMIIDdzCCAl+gAwIBAgIEAgAAuTANBgkqhkiG9w0BAQUFADBaMQ\n-----END CERTIFICATE-----',
    ],
    ['words about a key', 'Remove -----BEGIN PRIVATE KEY----- blocks from the code.'],
    ['a digest', `sha256:${'0123456789abcdef'.repeat(4)}`],
    ['a commit', 'da39a3ee5e6b4b0d3255bfef95601890afd80709'],
    ['a header with a variable', 'curl -H "Authorization: Bearer $TOKEN" https://h'],
    ['a header with a placeholder', 'Authorization: Bearer YOUR_TOKEN_1, or: Authorization: Bearer something-else'],
  ])('%s: nothing', (_, text) => expect(reported(configMap(text))).toEqual([]));
});

describe('Secrets', () => {
  const secret = (fields: object) => makeObject('v1/Secret', fields);
  const cases: Record<string, { object: KubernetesObject; want: string[] }> = {
    'stringData: each key': {
      object: secret({ stringData: { a: 'x', b: 'y' } }),
      want: ['secret-data stringData.a', 'secret-data stringData.b'],
    },
    'data: each key': { object: secret({ data: { a: 'eA==' } }), want: ['secret-data data.a'] },
    'without data, for another tool to fill: nothing': { object: secret({ type: 'Opaque' }), want: [] },
    'empty values: nothing': { object: secret({ stringData: { a: '' }, data: { b: null } }), want: [] },
    'encrypted by SOPS: nothing': { object: secret({ data: { a: 'ENC[AES256_GCM,data:abc,type:str]' } }), want: [] },
    'filled by Flux or a vault plugin: nothing': {
      object: secret({ stringData: { a: ['', '{TOKEN}'].join('$'), b: '<path:secret/data/x#y>' } }),
      want: [],
    },
    'a SealedSecret: nothing': {
      object: makeObject('bitnami.com/v1alpha1/SealedSecret', { spec: { encryptedData: { a: 'AgBy3i4OJSWK' } } }),
      want: [],
    },
  };
  test.each(Object.entries(cases))('%s', (_, { object, want }) => expect(reportedPlaces(object)).toEqual(want));
});

describe('names of variables', () => {
  const secrets = [
    ['GITHUB_TOKEN', 'abc'],
    ['DB_PASSWORD', 'hunter2'],
    ['PASSWORD', '123456'],
    ['AWS_SECRET_ACCESS_KEY', 'x/y'],
    ['apiKey', 'abc'],
    ['CLIENT_SECRET', 'abc'],
    ['GH_PAT', 'abc'],
    ['OPENAI_API_KEY', 'abc'],
  ];
  test.each(secrets)('%s=%s: reported', (name, value) =>
    expect(reportedPlaces(env(name, value))).toEqual(['secret-env spec.env[0].value']),
  );

  const others = [
    ['MAX_TOKENS', '4096'],
    ['TOKEN_FILE', '/run/token'],
    ['TOKEN_URL', 'https://h/t'],
    ['SECRET_NAME', 'github'],
    ['GITHUB_TOKEN', ''],
    ['GITHUB_TOKEN', '$(TOKEN)'],
    ['ENABLE_SECRET_SCANNING', 'true'],
    ['AUTH', 'oidc'],
    ['SSH_AUTH_SOCK', '/tmp/agent'],
    ['PATH', '/bin'],
    ['PASSWORD_FILE', '/run/password'],
    ['KEYBOARD', 'us'],
    ['PATTERN', 'x'],
    ['TOKEN', '/var/run/secrets/token'],
    ['PWD', '/workspace'],
  ];
  test.each(others)('%s=%s: nothing', (name, value) => expect(reported(env(name, value))).toEqual([]));

  test('in any kind: containers, steps of Tekton', () => {
    const variable = { env: [{ name: 'A_TOKEN', value: 'abc' }] };
    const task = makeObject('tekton.dev/v1/Task', { spec: { steps: [{ name: 'a', image: 'a', ...variable }] } });
    expect(reportedPlaces(task)).toEqual(['secret-env spec.steps[0].env[0].value']);
  });

  test('keys of a ConfigMap', () => {
    const object = makeObject('v1/ConfigMap', {
      data: { password: 'hunter2', 'token-url': 'https://h', 'password.md': 'a\nb\n' },
    });
    expect(reportedPlaces(object)).toEqual(['secret-config data.password']);
  });

  test('variables in a file of a ConfigMap: the line, and not the value', () => {
    const text = '# settings\nLOG=debug\nexport DB_PASSWORD="hunter2"\nTOKEN_FILE=/run/token\nDB_TOKEN=$(TOKEN)\n';
    const problems = reported(makeObject('v1/ConfigMap', { data: { 'app.env': text, 'notes.md': text } }));
    expect(problems).toEqual([
      expect.stringMatching(/^secret-config data\.app\.env: .* DB_PASSWORD in its line 3 says that it is a secret/),
    ]);
    expect(problems.join()).not.toContain('hunter2');
  });
});

describe('arguments', () => {
  const pod = (args: string[]) => makeObject('v1/Pod', { spec: { containers: [{ name: 'a', image: 'a', args }] } });
  const at = (index: number) => [`secret-argument spec.containers[0].args[${index}]`];
  const cases: Record<string, { args: string[]; want: string[] }> = {
    'an option with its value': { args: ['run', '--db-password=hunter2'], want: at(1) },
    'an option before its value': { args: ['--token', 'abc'], want: at(1) },
    'a variable, a file, a number, a switch: nothing': {
      args: [
        '--password=$(PASSWORD)',
        '--token-file=/run/t',
        '--max-tokens=5',
        '--token',
        '--verbose',
        '--secret=true',
      ],
      want: [],
    },
  };
  test.each(Object.entries(cases))('%s', (_, { args, want }) => expect(reportedPlaces(pod(args))).toEqual(want));
});

describe('URLs', () => {
  test.each([
    'https://user:hunter2@git.example.com/x',
    'postgres://app:p%40ss@db:5432/app',
    'see https://:abc@host/ and more',
    'https://h/x?access_token=abc',
  ])('%s: reported', (text) => expect(reportedPlaces(configMap(text))).toEqual(['url-password data.notes.md']));

  test.each([
    'https://git.example.com/x',
    'ssh://git@host:22/x',
    'postgres://app:$(PASSWORD)@db/app',
    'https://user:***@h/',
    'https://h/x?page=2',
    'http://a:8080/x@y',
    'postgres://USER:PASSWORD@HOST/db',
    ['https://h/x?token=', '{TOKEN}'].join('$'),
  ])('%s: nothing', (text) => expect(reported(configMap(text))).toEqual([]));
});

test('other problems do not show a token either', async () => {
  const { formatFieldError, invalid } = await import('../../../packages/structural-schema/field-error.js');
  expect(formatFieldError(invalid('spec.x', `ghp_${random} a`, 'no'))).toBe('spec.x: Invalid value: "ghp_*** a": no');
  expect(formatFieldError(invalid(`data.ghp_${random}`, 1, 'no'))).toBe('data.ghp_***: Invalid value: 1: no');
});
