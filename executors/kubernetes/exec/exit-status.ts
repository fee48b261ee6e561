import type { Status } from '../../../packages/kubernetes-client/transport/api-error.js';

/** What the server says at the end of an exec. */
export type ExecEnd =
  | { readonly kind: 'Exited'; readonly exitCode: number }
  | { readonly kind: 'NotStarted'; readonly message: string };

/**
 * Reads the `Status` of the error channel (v4 and later). Pure; never throws.
 *
 * Source: k8s.io/client-go/tools/remotecommand/v4.go
 */
export function execEnd(json: string): ExecEnd {
  const status = parsed(json);
  if (status.status === 'Success') return { kind: 'Exited', exitCode: 0 };
  const code = status.details?.causes?.find(({ reason }) => reason === 'ExitCode')?.message;
  if (status.reason === 'NonZeroExitCode' && code !== undefined && /^\d+$/.test(code)) {
    return { kind: 'Exited', exitCode: Number(code) };
  }
  return { kind: 'NotStarted', message: status.message || status.reason || json };
}

function parsed(json: string): Status & { readonly status?: string } {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}
