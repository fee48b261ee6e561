import { Chart } from 'cdk8s';
import { ConfigMap } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { AgentConstruct, AgentEnv } from '../constructs/index.js';

/** An agent that stays up, seen from outside through an Ingress. The agent itself: examples/agents/hello-agent. */
export class HelloAgentChart extends Chart {
  constructor(scope: Construct) {
    super(scope, 'hello-agent', { namespace: 'agents' });
    const style = new ConfigMap(this, 'house-style', {
      metadata: { name: 'house-style' },
      data: { greeting: 'Good day' },
    });
    const agent = new AgentConstruct(this, 'hello-agent', {
      image: 'ghcr.io/kubetask/hello-agent:v0.1.0',
      protocol: 'a2a',
      replicas: 2,
      env: [AgentEnv.fromConfigMap('GREETING', style, 'greeting')],
      spec: {
        description: 'Greets a person by name',
        resources: { requests: { cpu: '50m', memory: '64Mi' }, limits: { memory: '128Mi' } },
      },
    });
    agent.exposeViaIngress('/', { host: 'hello.example.com' });
  }
}
