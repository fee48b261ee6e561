import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import {
  type Answer,
  answer,
  type ProbeServer,
  type Probes,
  serveProbes,
} from '../../../runtime/observability/probe-server.js';

const probes: Probes = {
  notReady: () => [],
  metrics: { contentType: 'text/plain; version=0.0.4', metrics: async () => 'up 1' },
};
const unready: Probes = { ...probes, notReady: () => ['jobs: not listed yet', 'pods: not listed yet'] };

describe('answer', () => {
  const cases: Record<string, { method?: string; path: string; probes?: Probes; want: Partial<Answer> }> = {
    alive: { path: '/healthz', want: { code: 200 } },
    'alive although not ready': { path: '/healthz', probes: unready, want: { code: 200 } },
    ready: { path: '/readyz', want: { code: 200 } },
    'not ready: 503 and why': {
      path: '/readyz',
      probes: unready,
      want: { code: 503, body: 'jobs: not listed yet\npods: not listed yet' },
    },
    'metrics, with their own content type': {
      path: '/metrics',
      want: { code: 200, contentType: 'text/plain; version=0.0.4', body: 'up 1' },
    },
    'anything else: not found': { path: '/', want: { code: 404 } },
    'a write: refused': { method: 'POST', path: '/healthz', want: { code: 405 } },
  };
  test.each(Object.entries(cases))('%s', async (_, { method = 'GET', path, probes: given = probes, want }) => {
    expect(await answer({ method, path }, given)).toMatchObject(want);
  });
});

describe('over HTTP', () => {
  let server: ProbeServer;
  beforeEach(async () => {
    server = await serveProbes(0, unready);
  });
  afterEach(() => server.close());

  test('a query does not matter, and the status code arrives', async () => {
    const response = await fetch(`http://127.0.0.1:${server.port}/readyz?verbose`);
    expect([response.status, await response.text()]).toEqual([503, 'jobs: not listed yet\npods: not listed yet\n']);
  });

  test('a port that is taken: says so', async () => {
    await expect(serveProbes(server.port, probes)).rejects.toThrow('EADDRINUSE');
  });
});
