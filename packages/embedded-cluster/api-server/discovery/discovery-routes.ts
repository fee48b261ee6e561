import { mediaRanges } from '../http/request/negotiate.js';
import { jsonResponse } from '../http/response/responses.js';
import type { Registry } from '../resources/registry.js';
import { apiResources } from './api-resources.js';
import { aggregatedDiscovery, apiGroup, coreVersions, groupList, resourceList } from './discovery.js';

const aggregatedType = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';

/** Answers `/api`, `/apis` and what lies directly below; undefined for every other path. */
export function routeDiscovery(request: Request, url: URL, registry: Registry): Response | undefined {
  if (request.method !== 'GET') return undefined;
  const [prefix, ...rest] = url.pathname.split('/').filter(Boolean);
  if (prefix !== 'api' && prefix !== 'apis') return undefined;
  const resources = apiResources(registry);
  const core = prefix === 'api';
  if (rest.length === 0 && wantsAggregated(request)) {
    return jsonResponse(aggregatedDiscovery(resources, core), 200, { 'content-type': aggregatedType, vary: 'Accept' });
  }
  if (rest.length === 0) return jsonResponse(core ? coreVersions(url.host) : groupList(resources));
  const [first = '', second] = rest;
  if (rest.length > 2 || (core && second !== undefined)) return undefined;
  const found = core || second !== undefined ? resourceList(resources, rest.join('/')) : apiGroup(resources, first);
  return found && jsonResponse(found);
}

function wantsAggregated(request: Request): boolean {
  const ranges = mediaRanges(request.headers.get('accept'));
  return ranges.some(({ parameters }) => parameters.as === 'APIGroupDiscoveryList' && parameters.v === 'v2');
}
