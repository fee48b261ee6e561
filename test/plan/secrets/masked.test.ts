// biome-ignore-all lint/suspicious/noTemplateCurlyInString: references of other tools
import { describe, expect, test } from '@jest/globals';
import { maskedObject } from '../../../plan/secrets/masked-object.js';
import { maskedText, maskedValue } from '../../../plan/secrets/masked-text.js';

describe('a text without its secrets', () => {
  const texts: Record<string, string> = {
    '': '',
    'Update dependencies.': 'Update dependencies.',
    'https://user:hunter22@example.com/a': 'https://***@example.com/a',
    'https://:hunter22@example.com and ssh://a:b@c': 'https://***@example.com and ssh://***@c',
    'https://user@example.com': 'https://user@example.com',
    'https://user:$(TOKEN)@example.com': 'https://user:$(TOKEN)@example.com',
    'https://example.com/?a=b&access_token=hunter22&c=d': 'https://example.com/?a=b&access_token=***&c=d',
    'https://example.com/#X-Amz-Signature=abc': 'https://example.com/#X-Amz-Signature=***',
    'https://example.com/?key=${KEY}': 'https://example.com/?key=${KEY}',
    'https://example.com/?page=2': 'https://example.com/?page=2',
    'Authorization: Bearer abcdefgh': 'Authorization: Bearer ***',
    'curl -H "Authorization: token abc.def-123"': 'curl -H "Authorization: token ***"',
    'authorization=basic   dXNlcjpwYXNz': 'authorization=basic   ***',
    '"authorization" : "Bearer abcdefgh"': '"authorization" : "Bearer ***"',
    'Authorization:Bearer abcdefgh': 'Authorization:Bearer ***',
    'Authorization: Bearer MY_TOKEN': 'Authorization: Bearer MY_TOKEN',
    'Authorization: Bearer short': 'Authorization: Bearer short',
    'GITHUB_TOKEN=hunter22': 'GITHUB_TOKEN=***',
    'export GITHUB_TOKEN="hunter22"': 'export GITHUB_TOKEN="***',
    'A=1\n  - password: hunter22\nB=2': 'A=1\n  - password: ***\nB=2',
    '* apiKey = hunter22': '* apiKey = ***',
    '"token": "hunter22",': '"token": "***',
    'password: choose a long one': 'password: choose a long one',
    'TOKEN=$(cat token)': 'TOKEN=$(cat token)',
    'TOKEN_FILE=/etc/token': 'TOKEN_FILE=/etc/token',
    'MODEL=large': 'MODEL=large',
  };
  test.each(Object.entries(texts))('%j: %j', (text, want) => expect(maskedText(text)).toBe(want));
});

test.each([
  ['TOKEN', 'hunter22', '***'],
  ['TOKEN', 'first\nsecond', '***'],
  ['TOKEN', '\n', '\n'],
  ['TOKEN', 'true', 'true'],
  ['MODEL', 'hunter22', 'hunter22'],
  ['MODEL', 'first\nTOKEN=hunter22', 'first\nTOKEN=***'],
])('the value of %s: %j as %j', (name, value, want) => expect(maskedValue(name, value)).toBe(want));

describe('an object without its secrets', () => {
  const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'a' } };
  const cases: Record<string, { value: unknown; field?: string; want: unknown }> = {
    'values that are no texts stay': {
      value: { token: 1, password: true, secret: null, list: [1, null] },
      want: { token: 1, password: true, secret: null, list: [1, null] },
    },
    'a text, by the field that holds it': { value: 'hunter22', field: 'password', want: '***' },
    'a text in another field': { value: 'hunter22', field: 'model', want: 'hunter22' },
    'a field': { value: { spec: { apiKey: 'hunter22', model: 'm' } }, want: { spec: { apiKey: '***', model: 'm' } } },
    'all data of a Secret': {
      value: { ...secret, data: { a: 'b' }, stringData: { c: 'd' }, type: 'Opaque' },
      want: { ...secret, data: { a: '***' }, stringData: { c: '***' }, type: 'Opaque' },
    },
    'data of a Secret that is no mapping': { value: { ...secret, data: 'b' }, want: { ...secret, data: '***' } },
    'data of a ConfigMap': {
      value: { ...secret, kind: 'ConfigMap', data: { a: 'b', token: 'hunter22' } },
      want: { ...secret, kind: 'ConfigMap', data: { a: 'b', token: '***' } },
    },
    'a Secret of another group is none': {
      value: { ...secret, apiVersion: 'example.com/v1', data: { a: 'b' } },
      want: { ...secret, apiVersion: 'example.com/v1', data: { a: 'b' } },
    },
    'what kubectl has kept of the object': {
      value: { metadata: { annotations: { 'kubectl.kubernetes.io/last-applied-configuration': '{"a":1}', b: 'c' } } },
      want: { metadata: { annotations: { 'kubectl.kubernetes.io/last-applied-configuration': '***', b: 'c' } } },
    },
    'a variable, by its name': {
      value: { env: [{ name: 'TOKEN', value: 'hunter22' }, { name: 'MODEL', value: 'large' }, { value: 'x' }] },
      want: { env: [{ name: 'TOKEN', value: '***' }, { name: 'MODEL', value: 'large' }, { value: 'x' }] },
    },
    'a variable with a value that is no text': {
      value: { name: 'TOKEN', value: { a: 1 } },
      want: { name: 'TOKEN', value: { a: 1 } },
    },
    'options of a command': {
      value: { command: ['run', '--token=hunter22', '--model=large', '-password=a1', '--token=$(TOKEN)'] },
      want: { command: ['run', '--token=***', '--model=large', '-password=***', '--token=$(TOKEN)'] },
    },
    'arguments behind an option': {
      value: { args: ['--token', 'hunter22', '--token', '--verbose', '--model', 'large', '-password', 'a1'] },
      want: { args: ['--token', '***', '--token', '--verbose', '--model', 'large', '-password', '***'] },
    },
    'a URL among the arguments': { value: { args: ['https://a:hunter22@b'] }, want: { args: ['https://***@b'] } },
    'a list of another field is no command': {
      value: { items: ['--token', 'hunter22', '--token=hunter22'] },
      want: { items: ['--token', 'hunter22', '--token=***'] },
    },
    'a list of secrets': { value: { tokens: ['a'], token: ['hunter22'] }, want: { tokens: ['a'], token: ['***'] } },
    'a list in a list, and mappings in it': {
      value: { token: [['hunter22'], { password: 'a1' }] },
      want: { token: [['hunter22'], { password: '***' }] },
    },
  };
  test.each(Object.entries(cases))('%s', (_, { value, field, want }) =>
    expect(maskedObject(value, field)).toEqual(want),
  );
  test('the object itself stays as it is', () => {
    const value = Object.freeze({ token: 'hunter22' });
    expect([maskedObject(value), value]).toEqual([{ token: '***' }, { token: 'hunter22' }]);
  });
});
