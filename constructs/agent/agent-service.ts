import { ApiObject, JsonPatch } from 'cdk8s';
import { Protocol, Service } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import type { AgentInputs } from '../../plan/agent/inputs.js';
import { planAgent } from '../../plan/agent/plan.js';

/** The Service of an agent as the planner plans it, as a Service of cdk8s-plus-28. */
export function agentService(scope: Construct, id: string, inputs: AgentInputs): Service {
  const { metadata, spec } = planAgent(inputs).service;
  const { name, namespace, labels = {}, annotations = {} } = metadata;
  const place = namespace === undefined ? {} : { namespace };
  const service = new Service(scope, id, { metadata: { name, ...place, labels, annotations } });
  for (const { name: port = '', port: number } of spec.ports ?? []) {
    service.bind(number, { name: port, targetPort: number, protocol: Protocol.TCP });
  }
  for (const [label, value] of Object.entries(spec.selector ?? {})) service.selectLabel(label, value);
  // cdk8s-plus writes an empty list, which the reconciler does not.
  ApiObject.of(service).addJsonPatch(JsonPatch.remove('/spec/externalIPs'));
  return service;
}
