import { types } from 'node:util';
import { ApiError } from './api-error.js';

/** The answer was longer than the request allows. */
const tooLarge = 'AnswerTooLarge';

const reasonByErrno: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'ConnectionRefused',
  ECONNRESET: 'ConnectionReset',
  EPIPE: 'ConnectionReset',
  ERR_STREAM_PREMATURE_CLOSE: 'ConnectionReset',
  ETIMEDOUT: 'Timeout',
  ENOTFOUND: 'HostNotFound',
  EAI_AGAIN: 'HostNotFound',
  EHOSTUNREACH: 'HostUnreachable',
  ENETUNREACH: 'HostUnreachable',
  ERR_BUFFER_TOO_LARGE: tooLarge,
};

/** OpenSSL's verification results; no retry heals them, a person must give the right CA or name. */
const certificateErrno = /CERT|SIGNATURE|ISSUER|ALTNAME/;

/** The failure of an exchange below HTTP, with code 0 and a reason of ours. An `ApiError` comes back as it is. */
export function networkError(action: string, error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  const cause = types.isNativeError(error) ? error : new Error(String(error));
  const errno = 'code' in cause ? String(cause.code) : '';
  const isCertificate = certificateErrno.test(errno);
  const reason = isCertificate ? 'CertificateRejected' : (reasonByErrno[errno] ?? 'NetworkError');
  return new ApiError(
    `Cannot ${action}: ${reason}: ${cause.message}`,
    { code: 0, reason, transient: !isCertificate && reason !== tooLarge },
    { cause },
  );
}

/** The deadline of a request passed. */
export function timeoutError(action: string, seconds: number): ApiError {
  return new ApiError(`Cannot ${action}: no complete answer within ${seconds} s`, {
    code: 0,
    reason: 'Timeout',
    transient: true,
  });
}

/** The transport was closed. */
export function closedError(): ApiError {
  return new ApiError('Cannot call the API server: the transport is closed', {
    code: 0,
    reason: 'Closed',
    transient: false,
  });
}

/** Another replica may lead by now, so nothing was sent. */
export function leaseError(action: string): ApiError {
  const fields = { code: 0, reason: 'LeaseNotHeld', transient: true };
  return new ApiError(`Cannot ${action}: the lease may be another replica's by now`, fields);
}

/** The kubeconfig, token file or exec plugin failed; it may be in the middle of being replaced. */
export function credentialsError(action: string, cause: unknown): ApiError {
  const why = types.isNativeError(cause) ? cause.message : String(cause);
  const fields = { code: 0, reason: 'CredentialsUnavailable', transient: true };
  return new ApiError(`Cannot ${action}: no credentials: ${why}`, fields, { cause });
}

/** A watch from a moment that its server has not come to: the server was restored from a backup, and lost what was after. */
export function restoredError(resource: string, version: string, latest: string): ApiError {
  const fields = { code: 0, reason: 'ServerRestored', transient: true };
  const why = 'the API server was restored from an earlier state';
  return new ApiError(
    `Cannot watch ${resource}: Too large resource version: ${version}, current: ${latest}; ${why}`,
    fields,
  );
}

/** A watch whose connection is open but dead, or that outlived what was asked of it. */
export function silenceError(resource: string, seconds: number): ApiError {
  const fields = { code: 0, reason: 'Silence', transient: true };
  return new ApiError(`Cannot watch ${resource}: the connection was silent or overdue after ${seconds} s`, fields);
}
