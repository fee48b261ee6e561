import { createPublicKey, type JsonWebKey, verify } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import type { LocalApi } from '../../../local-api.js';
import { serviceAccountToken, tokenKeySet } from '../../../node/volumes/service-account-token.js';
import { volumeFiles } from '../../../node/volumes/volume-files.js';
import type { Pod } from '../../../objects.js';
import { labelledPod, references } from '../references.js';

const api = {
  get: (_: string, __: string, name: string) => (name === 'agents' ? { metadata: { name, uid: 'sa-uid' } } : undefined),
} as unknown as LocalApi;
const withAccount = (serviceAccountName: string): Pod => ({
  ...labelledPod,
  spec: { ...labelledPod.spec, ...{ serviceAccountName } },
});
const now = Date.parse('2030-01-01T00:00:00Z');
const projection = { path: 'token', audience: 'sts.amazonaws.com', expirationSeconds: 600 };

test('a token that others can check: for its audience, for so long, of its Pod and ServiceAccount', () => {
  const [header = '', claims = '', signature = ''] = serviceAccountToken(
    withAccount('agents'),
    projection,
    api,
    now,
  ).split('.');
  const { keys } = tokenKeySet() as { keys: [JsonWebKey & { kid: string }] };
  const key = createPublicKey({ key: keys[0], format: 'jwk' });
  expect(verify('RSA-SHA256', Buffer.from(`${header}.${claims}`), key, Buffer.from(signature, 'base64url'))).toBe(true);
  const read = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString());
  expect(read(header)).toEqual({ alg: 'RS256', kid: keys[0].kid });
  expect(read(claims)).toMatchObject({
    ...{ aud: ['sts.amazonaws.com'], iat: now / 1000, exp: now / 1000 + 600, sub: 'system:serviceaccount:ns:agents' },
    'kubernetes.io': {
      namespace: 'ns',
      pod: { name: 'p', uid: 'u' },
      serviceaccount: { name: 'agents', uid: 'sa-uid' },
    },
  });
});

test('a ServiceAccount that does not exist: in the words of the kubelet', () =>
  expect(() => serviceAccountToken(withAccount('none'), projection, api, now)).toThrow(
    'failed to fetch token: serviceaccounts "none" not found',
  ));

describe('the mode of the file', () => {
  const cases: Record<string, { context: object; want: number }> = {
    'a user of its own: for this user': { context: { runAsUser: 1000 }, want: 0o600 },
    'a group of its own: that is added when it is mounted': { context: { fsGroup: 1000 }, want: 0o600 },
    'neither: for all': { context: {}, want: 0o644 },
  };
  test.each(Object.entries(cases))('%s', (_, { context, want }) => {
    const pod = { ...labelledPod, spec: { ...labelledPod.spec, securityContext: context } };
    const volume = { name: 'v', projected: { sources: [{ serviceAccountToken: projection }] } };
    const files = volumeFiles(pod, volume, { ...references, token: () => 'x' });
    expect(files?.map(({ path, mode }) => [path, mode])).toEqual([['token', want]]);
  });
});
