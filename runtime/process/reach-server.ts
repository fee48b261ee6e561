import type { Connection } from '../../packages/kubernetes-client/connection/connection.js';
import { type ApiError, isApiError } from '../../packages/kubernetes-client/transport/api-error.js';
import type { Transport } from '../../packages/kubernetes-client/transport/transport.js';

export interface ReachedServer {
  readonly version: string;
  /** Whether our CustomResourceDefinitions are installed. */
  readonly hasKinds: boolean;
}

/**
 * Asks the API server what every identity that it knows may ask.
 *
 * @throws Error whose message says what is wrong and what to do
 */
export async function reachServer(transport: Transport, { server }: Connection): Promise<ReachedServer> {
  try {
    const { gitVersion } = await transport.request<{ gitVersion: string }>({ method: 'GET', path: '/version' });
    return { version: gitVersion, hasKinds: await hasKinds(transport) };
  } catch (error) {
    if (!isApiError(error)) throw error;
    throw new Error(`Cannot use the API server ${server.origin}: ${problemOf(error)}`, { cause: error });
  }
}

async function hasKinds(transport: Transport): Promise<boolean> {
  try {
    await transport.request({ method: 'GET', path: '/apis/kubetask.io/v1alpha1' });
    return true;
  } catch (error) {
    if (isApiError(error, 'NotFound')) return false;
    // A cluster may refuse discovery; the lists show whether the server works.
    if (isApiError(error, 'Forbidden')) return true;
    throw error;
  }
}

function problemOf({ code, reason, message }: ApiError): string {
  if (code === 401) return 'it does not accept our credentials (401); give a valid token or client certificate';
  if (code === 403) return 'it does not allow this client to read its version (403); bind system:public-info-viewer';
  if (reason === 'CertificateRejected') return `${message}; give the certificate authority it is signed by`;
  if (code === 0) return `${message}; is it running, and is this its address?`;
  return message;
}
