import { decodeEviction, evictPod } from '../../operations/evict-pod.js';
import { readDeleteOptions } from '../request/delete-options.js';
import { readBody } from '../request/read-body.js';
import type { ResourceRequest } from '../request/resource-request.js';
import { writeOptions } from '../request/write-options.js';
import { jsonResponse } from '../response/responses.js';

/** `policy/v1` Eviction: what `kubectl drain` sends for each Pod. */
export async function evictionRoute({ request, query, info, resource, services }: ResourceRequest): Promise<Response> {
  const target = { resource, ...info };
  const write = writeOptions(request, query);
  const options = readDeleteOptions(decodeEviction(await readBody(request), target, write));
  const dryRun = write.dryRun || options.dryRun;
  evictPod(services.cluster, target, { ...options, dryRun }, write);
  return jsonResponse({ kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 }, 201);
}
