import { expect, test } from '@jest/globals';
import { type AdvisedKind, withAdvice } from '../../../runtime/pod/advice.js';

const restricted =
  'pods "x" is forbidden: violates PodSecurity "restricted:latest": runAsNonRoot != true (container "step-build" must set securityContext.runAsNonRoot=true)';
const cases: Record<string, { text: string; kind: AdvisedKind; want: string | undefined }> = {
  'a build under restricted: another level': {
    text: restricted,
    kind: 'AgentBuild',
    want: 'baseline for this namespace',
  },
  'a task under restricted: what to set, or another level': {
    text: restricted,
    kind: 'Task',
    want: 'set what the message names in securityContext in the WorkspaceConfig, or use the level baseline',
  },
  'an agent under baseline: the level above': {
    text: restricted.replace('restricted:', 'baseline:'),
    kind: 'Agent',
    want: 'privileged for this namespace',
  },
  'an image that runs as root: the user': {
    text: 'container has runAsNonRoot and image will run as root (pod: "x", container: agent)',
    kind: 'Task',
    want: 'set securityContext.runAsUser, such as 65532, in the WorkspaceConfig',
  },
  'an image whose user is a name: the user': {
    text: 'container has runAsNonRoot and image has non-numeric user (node), cannot verify user is non-root',
    kind: 'Agent',
    want: 'set securityContext.runAsUser, such as 65532, in the Agent',
  },
  'no limits where a quota asks for them: resources': {
    text: 'failed quota: q: must specify limits.memory',
    kind: 'Agent',
    want: 'set resources in the Agent',
  },
  'anything else: nothing to add': { text: 'no such image', kind: 'Task', want: undefined },
};
test.each(Object.entries(cases))('%s', (_, { text, kind, want }) =>
  expect(withAdvice(text, kind).slice(text.length)).toEqual(want ? expect.stringContaining(want) : ''),
);
