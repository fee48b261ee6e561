import type { Clock } from '../../../../work-queue/clock.js';
import type { PodStreams } from '../../../pod-streams.js';
import type { Authorize } from '../../authorization.js';
import type { LogSource } from '../../log-source.js';
import type { Cluster } from '../../operations/cluster.js';
import type { Resource } from '../../resources/resource.js';
import type { ListSnapshots } from '../../store/list-snapshots.js';
import type { RequestInfo } from './request-info.js';

/** What routes work on. */
export interface Services {
  readonly cluster: Cluster;
  readonly snapshots: ListSnapshots;
  readonly clock: Clock;
  readonly logs: LogSource | undefined;
  readonly streams: PodStreams | undefined;
  readonly authorize: Authorize | undefined;
}

/** A request for one resource, understood. */
export interface ResourceRequest {
  readonly request: Request;
  readonly query: URLSearchParams;
  readonly info: RequestInfo;
  readonly resource: Resource;
  readonly services: Services;
}
