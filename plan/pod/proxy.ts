import type { HttpProxy } from '../../api/generated/kinds.js';
import type { PodPart } from './pod-part.js';

/** The proxy in upper and lower case, since programs disagree about which they read. */
export function proxy({ httpProxy, httpsProxy, noProxy }: HttpProxy = {}): PodPart {
  const pairs = Object.entries({ HTTP_PROXY: httpProxy, HTTPS_PROXY: httpsProxy, NO_PROXY: noProxy });
  return {
    env: pairs.flatMap(([name, value]) =>
      value === undefined ? [] : [name, name.toLowerCase()].map((spelling) => ({ name: spelling, value })),
    ),
  };
}
