import type { V1Container, V1EnvVar } from '@kubernetes/client-node';
import { setupContainers } from '../../api/containers.js';
import type { HttpContext } from '../../api/generated/kinds.js';
import { literal } from '../../packages/kubernetes-conventions/literal.js';
import { INIT_MESSAGE_PATH } from '../pod/paths.js';
import { producedMount, producedPath } from '../pod/produced-parts.js';
import { counted } from '../task-key/counted.js';
import { httpFields } from '../task-key/counted-fields.js';
import type { ContextType } from './context-type.js';
import { plannedFiles, producedParts } from './file.js';

/** Has the program of `images/fetch/`. */
export const DEFAULT_FETCH_IMAGE = 'ghcr.io/kubetask/fetch:v0.1.0';

const DEFAULT_MAX_BYTES = 32768;
const DEFAULT_TIMEOUT_SECONDS = 30;

/** A text that a GET request returns: one init container fetches it, so that neither the controller nor synthesis ever does. */
export const httpContext: ContextType = {
  type: 'Http',
  problems: () => [],
  work: ({ http }) => http && counted(httpFields, http),
  scripts: () => [],
  podPart(contexts, { workspace: { fetchImage = DEFAULT_FETCH_IMAGE } }) {
    const locations = producedParts(plannedFiles(contexts));
    const requests = contexts.flatMap(({ context: { http }, path }) => (http ? [{ http, path: `${path}.http` }] : []));
    return {
      initContainers: requests.map(({ http, path }, i) =>
        fetchContainer(http, i, fetchImage, locations.get(path) ?? ''),
      ),
    };
  },
};

function fetchContainer(http: HttpContext, i: number, image: string, location: string): V1Container {
  const { url, jsonPointer, maxBytes, timeoutSeconds, optional, allowPrivate, headers = [] } = http;
  const variables = {
    KUBETASK_MESSAGE: INIT_MESSAGE_PATH,
    FETCH_URL: literal(url),
    FETCH_TARGET: producedPath(location),
    FETCH_MAX_BYTES: String(maxBytes ?? DEFAULT_MAX_BYTES),
    FETCH_TIMEOUT_SECONDS: String(timeoutSeconds ?? DEFAULT_TIMEOUT_SECONDS),
    ...(jsonPointer === undefined ? {} : { FETCH_JSON_POINTER: literal(jsonPointer) }),
    ...(optional ? { FETCH_OPTIONAL: 'true' } : {}),
    ...(allowPrivate ? { FETCH_ALLOW_PRIVATE: 'true' } : {}),
  };
  return {
    name: `${setupContainers.fetch.name}-${i}`,
    image,
    env: [...Object.entries(variables).map(([name, value]) => ({ name, value })), ...headers.flatMap(headerEnv)],
    terminationMessagePath: INIT_MESSAGE_PATH,
    volumeMounts: [producedMount],
  };
}

const headerEnv = ({ name, secretKeyRef }: NonNullable<HttpContext['headers']>[number], i: number): V1EnvVar[] => [
  { name: `FETCH_HEADER_${i}_NAME`, value: literal(name) },
  { name: `FETCH_HEADER_${i}_VALUE`, valueFrom: { secretKeyRef: { ...secretKeyRef } } },
];
