import { beforeEach, expect, test } from '@jest/globals';
import { addressProblem, serviceAddress, serviceRange } from '../../api-server/strategies/service-address.js';
import { type ApiUnderTest, makeApi, merge } from './api-under-test.js';

const services = '/api/v1/namespaces/default/services';
const service = (spec: object) => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 's' },
  spec: { selector: { a: 'b' }, ports: [{ port: 80 }], ...spec },
});

let server: ApiUnderTest;
beforeEach(() => {
  server = makeApi();
});

const cases: Record<string, { spec: object; want: string }> = {
  'all interfaces': {
    spec: { clusterIP: '0.0.0.0' },
    want: 'spec.clusterIPs: Invalid value: ["0.0.0.0"]: failed to allocate IP 0.0.0.0: the provided IP (0.0.0.0) is not in the valid range. ',
  },
  'all interfaces of IPv6': { spec: { clusterIP: '::' }, want: 'the provided IP (::) is not in the valid range' },
  'an address of the network': { spec: { clusterIP: '192.168.0.7' }, want: 'is not in the valid range' },
  'the address of everything else here': { spec: { clusterIP: '127.0.0.1' }, want: 'is not in the valid range' },
  'no address': { spec: { clusterIP: 'example.com' }, want: 'must be a valid IP address' },
  'a short form of all interfaces': { spec: { clusterIP: '0' }, want: 'must be a valid IP address' },
  'two that differ': {
    spec: { clusterIP: '127.64.0.1', clusterIPs: ['0.0.0.0'] },
    want: 'first value must match `clusterIP`',
  },
  'only in the list': { spec: { clusterIPs: ['0.0.0.0'] }, want: 'Invalid value' },
};
test.each(Object.entries(cases))('%s: refused', async (_, { spec, want }) => {
  const { code, body } = await server.send('POST', services, service(spec));
  expect([code, String(body['message'])]).toEqual([422, expect.stringContaining(want)]);
});

test.each([{ clusterIP: '127.64.0.1' }, { clusterIP: 'None' }, {}])('%o: created', async (spec) => {
  expect((await server.send('POST', services, service(spec))).code).toBe(201);
});

test('an address that moves: refused', async () => {
  await server.send('POST', services, service({}));
  const { code, body } = await server.send(
    'PATCH',
    `${services}/s`,
    { spec: { clusterIP: '127.64.0.1', clusterIPs: null } },
    merge,
  );
  expect([code, String(body['message'])]).toEqual([422, expect.stringContaining('may not change once set')]);
});

test.each(['linux', 'darwin'] as const)('what the server gives away on %s is in its range', (platform) => {
  expect(addressProblem(serviceAddress(platform), serviceRange(platform))).toBeUndefined();
});
