import { type FieldError, required } from '../../../api/schema/field-error.js';
import type { ApiObject } from '../objects/api-object.js';
import type { Strategy } from '../resources/strategy.js';
import { label1035Errors } from './names.js';
import { fillIn } from './pod-spec.js';

interface ServiceSpecDraft {
  type?: string;
  clusterIP?: string;
  clusterIPs?: string[];
  sessionAffinity?: string;
  internalTrafficPolicy?: string;
  ports?: { port?: number; protocol?: string; targetPort?: number | string }[];
}

/** Services are stored for those who look at them; nothing routes to them. */
export const serviceStrategy: Strategy = {
  nameErrors: label1035Errors,
  prepareForCreate(draft) {
    const spec = (draft.spec ?? {}) as ServiceSpecDraft;
    fillIn(spec, { type: 'ClusterIP', clusterIP: 'None', sessionAffinity: 'None', internalTrafficPolicy: 'Cluster' });
    for (const port of spec.ports ?? [])
      fillIn(port, { protocol: 'TCP', ...(port.port !== undefined && { targetPort: port.port }) });
    draft.spec = spec;
    draft.status = { loadBalancer: {} };
  },
  validate: portErrors,
};

function portErrors(service: ApiObject): FieldError[] {
  const { ports = [], clusterIP } = service.spec as ServiceSpecDraft;
  if (ports.length === 0 && clusterIP !== 'None') return [required('spec.ports')];
  return ports.flatMap(({ port }, index) => (port === undefined ? [required(`spec.ports[${index}].port`)] : []));
}
