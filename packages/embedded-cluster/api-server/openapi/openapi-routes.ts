import { createHash, randomUUID } from 'node:crypto';
import { mediaRanges } from '../http/request/negotiate.js';
import { jsonResponse } from '../http/response/responses.js';
import type { Registry } from '../resources/registry.js';
import { groupVersion, type Resource } from '../resources/resource.js';
import { serverVersion } from '../server-version.js';
import { asComponents, definitionsOf } from './component-schemas.js';
import { pathsOf } from './openapi-paths.js';
import { openApiV2Stub } from './openapi-v2-stub.js';

const protobufType = 'application/com.github.proto-openapi.spec.v2.v1.0+protobuf';

const info = { title: 'Kubernetes', version: serverVersion.gitVersion };

/** `api/v1` and `apis/batch/v1`: how OpenAPI 3 calls its documents. */
const documentOf = (resource: Resource): string =>
  `${resource.group === '' ? 'api' : 'apis'}/${groupVersion(resource)}`;

const pathsOfAll = (resources: readonly Resource[]): object => Object.assign({}, ...resources.map(pathsOf));

/** Answers `/openapi/v3`, its documents, and `/openapi/v2`; undefined forevery other path. */
export function routeOpenApi(request: Request, url: URL, registry: Registry): Response | undefined {
  if (request.method !== 'GET' || !url.pathname.startsWith('/openapi/')) return undefined;
  if (url.pathname === '/openapi/v2') return versionTwo(request, registry.all());
  if (url.pathname === '/openapi/v3') return jsonResponse({ paths: documentIndex(registry) });
  const name = url.pathname.slice('/openapi/v3/'.length);
  const resources = registry.all().filter((resource) => documentOf(resource) === name);
  return resources.length > 0 ? jsonResponse(versionThree(resources)) : undefined;
}

/** The hash changes with every change of what is served, so that clients may cache the rest. */
function documentIndex(registry: Registry): Record<string, object> {
  const names = new Set(registry.all().map(documentOf));
  const hash = createHash('sha256')
    .update(`${serverVersion.gitVersion} ${instance} ${registry.generation()}`)
    .digest('hex');
  return Object.fromEntries(
    [...names].map((name) => [name, { serverRelativeURL: `/openapi/v3/${name}?hash=${hash}` }]),
  );
}

/** Tells servers apart that count the same generations. */
const instance = randomUUID();

const versionThree = (resources: readonly Resource[]): object => ({
  openapi: '3.0.0',
  info,
  paths: pathsOfAll(resources),
  components: { schemas: asComponents(definitionsOf(resources)) },
});

/** As JSON for clients that read JSON, else as a stub: see there. */
function versionTwo(request: Request, resources: readonly Resource[]): Response {
  const ranges = mediaRanges(request.headers.get('accept'));
  if (ranges.some(({ type }) => type === 'application/json' || type === '*/*'))
    return jsonResponse({ swagger: '2.0', info, paths: pathsOfAll(resources), definitions: definitionsOf(resources) });
  return new Response(openApiV2Stub, { headers: { 'content-type': protobufType } });
}
