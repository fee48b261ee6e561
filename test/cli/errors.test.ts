import { describe, expect, test } from '@jest/globals';
import { batchRuns } from '../../api/kinds/batch-run.js';
import { type Asked, ClusterError } from '../../cli/cluster/cluster-error.js';
import { explain } from '../../cli/errors/explain.js';
import { UserError } from '../../cli/errors/user-error.js';
import { ApiError, type Status, statusError } from '../../packages/kubernetes-client/transport/api-error.js';
import { networkError } from '../../packages/kubernetes-client/transport/network-error.js';
import { editDistance, nearest } from '../../plan/text/nearest.js';

describe('nearest', () => {
  const names = ['update-deps', 'update-deps-2', 'security-patch', 'hello'];
  const cases: Record<string, { wanted: string; want: string[] }> = {
    'a letter left out': { wanted: 'update-dps', want: ['update-deps', 'update-deps-2'] },
    'neighbours swapped': { wanted: 'ehllo', want: ['hello'] },
    'part of a name': { wanted: 'patch', want: ['security-patch'] },
    'no similar name': { wanted: 'zzz', want: [] },
  };
  test.each(Object.entries(cases))('%s', (_, { wanted, want }) => {
    expect(nearest(wanted, names)).toEqual(want);
  });
  test('a swap is one step', () => expect(editDistance('abcd', 'acbd')).toBe(1));
});

describe('explain', () => {
  const server = new URL('https://10.0.0.1:6443');
  const asked: Asked = { verb: 'patch', resource: batchRuns, namespace: 'team', name: 'x' };
  const refused = (code: number, status: Status) =>
    new ClusterError(asked, server, statusError('PATCH /apis/kubetask.io/v1alpha1/x', code, status));
  const unreached = (code: string, message: string) =>
    new ClusterError(asked, server, networkError('GET /x', Object.assign(new Error(message), { code })));

  const cases: Record<string, { error: unknown; want: [message: string, ...hints: string[]] }> = {
    'connection refused': {
      error: unreached('ECONNREFUSED', 'connect ECONNREFUSED 10.0.0.1:6443'),
      want: [
        'Cannot reach the API server https://10.0.0.1:6443: connect ECONNREFUSED 10.0.0.1:6443',
        'is the cluster running, and is staging the right context? kubectl config get-contexts lists all contexts',
        'a private cluster may need a VPN or proxy',
      ],
    },
    'another CA': {
      error: unreached('SELF_SIGNED_CERT_IN_CHAIN', 'self-signed certificate in certificate chain'),
      want: [
        'Cannot trust the API server https://10.0.0.1:6443: self-signed certificate in certificate chain',
        'context staging of the kubeconfig must contain its CA (certificate-authority-data); was the cluster recreated?',
      ],
    },
    'bad credentials': {
      error: refused(401, { reason: 'Unauthorized', message: 'Unauthorized' }),
      want: [
        'Cannot log in to https://10.0.0.1:6443: the server does not accept these credentials',
        'log in again: the token or certificate of context staging is wrong or has expired',
        'kubectl auth whoami shows who you are to the server',
      ],
    },
    'no right: the kubectl auth can-i line that must answer yes': {
      error: refused(403, { reason: 'Forbidden', message: 'batchruns is forbidden' }),
      want: [
        'You are not allowed to change batchruns.kubetask.io x in namespace team',
        'kubectl auth can-i patch batchruns.kubetask.io -n team must answer yes; ask for a Role that allows it',
      ],
    },
    'the kind is unknown': {
      error: refused(404, {
        reason: 'NotFound',
        message: 'the server could not find the requested resource',
        details: {},
      }),
      want: [
        'Cannot change batchruns.kubetask.io x in namespace team: the cluster has no resource batchruns.kubetask.io',
        'install the CRDs: kubectl task crds | kubectl apply --server-side -f -',
        'then run kubectl task doctor',
      ],
    },
    'the object is unknown: the message of the server': {
      error: refused(404, {
        reason: 'NotFound',
        message: 'batchruns "x" not found',
        details: { kind: 'batchruns', name: 'x' },
      }),
      want: ['Cannot change batchruns.kubetask.io x in namespace team: batchruns "x" not found'],
    },
    'a field that older CRDs lack': {
      error: refused(422, {
        reason: 'Invalid',
        message:
          ' "" is invalid: patch: Invalid value: "{\\"a\\":1}": strict decoding error: unknown field "spec.cancel"',
      }),
      want: [
        'Cannot change batchruns.kubetask.io x in namespace team: the CRDs in the cluster do not have spec.cancel',
        'they are older than this plugin: kubectl task crds | kubectl apply --server-side -f -',
        'update the controller to the same version',
      ],
    },
    'a rule of the CRD': {
      error: refused(422, {
        reason: 'Invalid',
        message: 'spec: Invalid value: "{\\"a\\":1}": only suspend and cancel may change',
      }),
      want: ['Cannot change batchruns.kubetask.io x in namespace team: spec: only suspend and cancel may change'],
    },
  };
  test.each(Object.entries(cases))('%s', (_, { error, want }) => {
    const explained = explain(error, { context: 'staging' });
    expect([explained?.message, ...(explained?.hints ?? [])]).toEqual(want);
  });

  test('a UserError: unchanged', () => {
    const error = new UserError('Cannot do it', ['do that']);
    expect(explain(error)).toBe(error);
  });
  test('a bug: not explained', () => expect(explain(new TypeError('x'))).toBeUndefined());
  test('an ApiError without context: a bug', () => {
    expect(explain(new ApiError('x', { code: 500, reason: 'x', transient: true }))).toBeUndefined();
  });
});
