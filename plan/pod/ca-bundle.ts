import type { CaBundle } from '../../api/generated/kinds.js';
import { CA_BUNDLE_PATH } from './paths.js';
import type { PodPart } from './pod-part.js';

/** The variables by which common programs learn of another trust store. */
const variables = ['SSL_CERT_FILE', 'GIT_SSL_CAINFO', 'NODE_EXTRA_CA_CERTS', 'REQUESTS_CA_BUNDLE', 'CURL_CA_BUNDLE'];

/** The certificates of a ConfigMap, mounted into every container and announced to it. */
export function caBundle(bundle: CaBundle | undefined): PodPart {
  if (!bundle) return {};
  const { name, key, optional } = bundle.configMapKeyRef;
  const folder = CA_BUNDLE_PATH.slice(0, CA_BUNDLE_PATH.lastIndexOf('/'));
  const path = CA_BUNDLE_PATH.slice(folder.length + 1);
  return {
    volumes: [
      {
        name: 'ca-bundle',
        configMap: { name, items: [{ key, path }], ...(optional === undefined ? {} : { optional }) },
      },
    ],
    env: variables.map((variable) => ({ name: variable, value: CA_BUNDLE_PATH })),
    mounts: [{ name: 'ca-bundle', mountPath: folder, readOnly: true }],
  };
}
