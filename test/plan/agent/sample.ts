import type { AgentSpec } from '../../../api/generated/kinds.js';
import type { AgentInputs } from '../../../plan/agent/inputs.js';

export const makeAgentSpec = (spec: Partial<AgentSpec> = {}): AgentSpec => ({ image: 'ghcr.io/org/agent:v1', ...spec });

export const makeAgentInputs = (spec: Partial<AgentSpec> = {}, rest: Partial<AgentInputs> = {}): AgentInputs => ({
  name: 'helper',
  namespace: 'team',
  spec: makeAgentSpec(spec),
  ...rest,
});

/** Every field. */
export const richAgent: AgentSpec = {
  description: 'Answers questions about the code base',
  image: 'registry.example.com:5000/agents/helper:v2',
  env: [
    { name: 'LLM_URL', value: 'http://llm:11434' },
    { name: 'API_KEY', valueFrom: { secretKeyRef: { name: 'llm', key: 'key' } } },
    { name: 'STYLE', valueFrom: { configMapKeyRef: { name: 'house', key: 'style', optional: true } } },
    { name: 'HOME', value: '/tmp/home' },
  ],
  resources: { requests: { cpu: '0.5', memory: '1024Mi' }, limits: { cpu: '1000m', memory: '2Gi' } },
  replicas: 3,
  port: 9000,
  protocol: 'a2a',
  command: ['python', '-m', 'helper'],
  args: ['--verbose'],
  livenessProbe: { tcpSocket: {}, periodSeconds: 20 },
  startupProbe: { exec: { command: ['test', '-f', '/tmp/up'] }, failureThreshold: 30 },
  serviceAccountName: 'helper',
  imagePullSecrets: [{ name: 'registry' }],
  scheduling: { nodeSelector: { pool: 'agents' }, tolerations: [{ key: 'agents', operator: 'Exists' }] },
  runtimeClassName: 'gvisor',
  securityContext: {},
  readOnlyRootFilesystem: false,
  terminationGracePeriodSeconds: 60,
};
