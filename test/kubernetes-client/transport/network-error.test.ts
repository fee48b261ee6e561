import { expect, test } from '@jest/globals';
import { ApiError } from '../../../packages/kubernetes-client/transport/api-error.js';
import {
  closedError,
  credentialsError,
  leaseError,
  networkError,
  restoredError,
  silenceError,
  timeoutError,
} from '../../../packages/kubernetes-client/transport/network-error.js';

const withCode = (code: string) => Object.assign(new Error('why'), { code });

test.each([
  ['ECONNREFUSED', 'ConnectionRefused', true],
  ['ECONNRESET', 'ConnectionReset', true],
  ['EPIPE', 'ConnectionReset', true],
  ['ERR_STREAM_PREMATURE_CLOSE', 'ConnectionReset', true],
  ['ETIMEDOUT', 'Timeout', true],
  ['ENOTFOUND', 'HostNotFound', true],
  ['EAI_AGAIN', 'HostNotFound', true],
  ['EHOSTUNREACH', 'HostUnreachable', true],
  ['ENETUNREACH', 'HostUnreachable', true],
  ['ERR_BUFFER_TOO_LARGE', 'AnswerTooLarge', false],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'CertificateRejected', false],
  ['CERT_HAS_EXPIRED', 'CertificateRejected', false],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'CertificateRejected', false],
  ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'CertificateRejected', false],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'CertificateRejected', false],
  ['ESOMETHING', 'NetworkError', true],
])('%s is %s, and whether it may heal by itself: %s', (code, reason, transient) => {
  const cause = withCode(code);
  const error = networkError('GET /api', cause);
  expect(error).toMatchObject({ code: 0, reason, transient, message: `Cannot GET /api: ${reason}: why` });
  expect(error.cause).toBe(cause);
});

test.each([
  ['an Error without a code', new Error('why'), 'Cannot GET /api: NetworkError: why'],
  ['what is no Error', 'why', 'Cannot GET /api: NetworkError: why'],
])('%s is a network error', (_, thrown, message) => {
  expect(networkError('GET /api', thrown)).toMatchObject({ message, reason: 'NetworkError', transient: true });
});

test('an answer of the API server stays what it is', () => {
  const answer = new ApiError('no', { code: 403, reason: 'Forbidden', transient: false });
  expect(networkError('GET /api', answer)).toBe(answer);
});

test.each<[ApiError, string, boolean, string]>([
  [timeoutError('GET /api', 30), 'Timeout', true, 'Cannot GET /api: no complete answer within 30 s'],
  [closedError(), 'Closed', false, 'Cannot call the API server: the transport is closed'],
  [leaseError('PUT /x'), 'LeaseNotHeld', true, "Cannot PUT /x: the lease may be another replica's by now"],
  [silenceError('jobs', 60), 'Silence', true, 'Cannot watch jobs: the connection was silent or overdue after 60 s'],
  [
    restoredError('jobs', '9', '5'),
    'ServerRestored',
    true,
    'Cannot watch jobs: Too large resource version: 9, current: 5; the API server was restored from an earlier state',
  ],
])('%s', (error, reason, transient, message) => {
  expect(error).toMatchObject({ code: 0, reason, transient, message });
});

test.each([
  ['an Error', new Error('no file'), 'Cannot GET /api: no credentials: no file'],
  ['a text', 'no file', 'Cannot GET /api: no credentials: no file'],
])('credentials that fail with %s: why, and they may be there later', (_, cause, message) => {
  const error = credentialsError('GET /api', cause);
  expect(error).toMatchObject({ code: 0, reason: 'CredentialsUnavailable', transient: true, message });
  expect(error.cause).toBe(cause);
});
