import { label1035Errors } from '../../../kubernetes-conventions/metadata/names.js';
import { duplicate, type FieldError, invalid, required } from '../../../structural-schema/field-error.js';
import type { ApiObject } from '../objects/api-object.js';
import type { Strategy } from '../resources/strategy.js';
import { fillIn } from './pod-spec.js';
import { addressProblem, serviceAddress } from './service-address.js';

interface ServiceSpecDraft {
  type?: string;
  clusterIP?: string;
  clusterIPs?: string[];
  sessionAffinity?: string;
  internalTrafficPolicy?: string;
  ports?: ServicePortDraft[];
}

interface ServicePortDraft {
  name?: string;
  port?: number;
  protocol?: string;
  targetPort?: number | string;
}

const specOf = (service: ApiObject): ServiceSpecDraft => (service.spec ?? {}) as ServiceSpecDraft;

/** An address is given to a Service when it is created, and stays: those who write one need not know it. */
export const serviceStrategy: Strategy = {
  nameErrors: label1035Errors,
  prepareForCreate(draft) {
    draft.spec = specOf(draft);
    fillDefaults(specOf(draft));
    draft.status = { loadBalancer: {} };
  },
  generate: (draft) => giveAddress(specOf(draft), serviceAddress()),
  prepareForUpdate(draft, old) {
    fillDefaults(specOf(draft));
    giveAddress(specOf(draft), specOf(old).clusterIP);
  },
  validate: (service) => [...portErrors(service), ...addressErrors(service)],
  validateUpdate: (service, old) => [...portErrors(service), ...addressErrors(service), ...moveErrors(service, old)],
};

function fillDefaults(spec: ServiceSpecDraft): void {
  fillIn(spec, { type: 'ClusterIP', sessionAffinity: 'None', internalTrafficPolicy: 'Cluster' });
  for (const port of spec.ports ?? [])
    fillIn(port, { protocol: 'TCP', ...(port.port !== undefined && { targetPort: port.port }) });
}

function giveAddress(spec: ServiceSpecDraft, address: string | undefined): void {
  if (spec.type === 'ExternalName' || address === undefined) return;
  spec.clusterIP ||= address;
  spec.clusterIPs ??= [spec.clusterIP];
}

function portErrors(service: ApiObject): FieldError[] {
  const { ports = [], clusterIP } = specOf(service);
  if (ports.length === 0 && clusterIP !== 'None') return [required('spec.ports')];
  return ports.flatMap((port, index) => [
    ...nameErrors(port, index, ports),
    ...(port.port === undefined ? [required(`spec.ports[${index}].port`)] : []),
  ]);
}

/** Where a Service listens is said twice; both must be addresses of the cluster's own. */
function addressErrors(service: ApiObject): FieldError[] {
  const { clusterIP = '', clusterIPs = [] } = specOf(service);
  if (clusterIP !== '' && clusterIPs.length > 0 && clusterIPs[0] !== clusterIP) {
    return [invalid('spec.clusterIPs', clusterIPs, 'first value must match `clusterIP`')];
  }
  return [...new Set([clusterIP, ...clusterIPs])].flatMap((address) => {
    const problem = address === '' || address === 'None' ? undefined : addressProblem(address);
    return problem === undefined ? [] : [invalid('spec.clusterIPs', [address], problem)];
  });
}

function moveErrors(service: ApiObject, old: ApiObject): FieldError[] {
  const [{ clusterIP, type }, before] = [specOf(service), specOf(old).clusterIP];
  if (type === 'ExternalName' || !before || clusterIP === before) return [];
  return [invalid('spec.clusterIPs[0]', [clusterIP], 'may not change once set')];
}

/** A Service with several ports needs a name for each. */
function nameErrors({ name }: ServicePortDraft, index: number, ports: readonly ServicePortDraft[]): FieldError[] {
  const path = `spec.ports[${index}].name`;
  if (!name) return ports.length > 1 ? [required(path)] : [];
  const isSecond = ports.slice(0, index).some((other) => other.name === name);
  return isSecond ? [duplicate(path, name)] : [];
}
