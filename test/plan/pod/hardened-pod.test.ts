import { describe, expect, test } from '@jest/globals';
import type { WorkspaceConfigSpec } from '../../../api/generated/kinds.js';
import { setupContainer, workContainer } from '../../../plan/pod/container.js';
import { hardenedPod } from '../../../plan/pod/hardened-pod.js';
import { joinParts } from '../../../plan/pod/pod-part.js';
import { podSecurity } from '../../../plan/pod/security.js';

describe('a Pod', () => {
  const empty = { initContainers: [], containers: [], volumes: [] };
  const user = { runAsUser: 65532, runAsGroup: 65532, fsGroup: 65532, fsGroupChangePolicy: 'OnRootMismatch' };
  const common = {
    restartPolicy: 'Never',
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    terminationGracePeriodSeconds: 30,
    securityContext: { runAsNonRoot: true, ...user, seccompProfile: { type: 'RuntimeDefault' } },
    ...empty,
  };
  const affinity = { nodeAffinity: {} };
  const tolerations = [{ key: 'agents', operator: 'Exists' as const }];
  const cases: Record<string, { workspace: WorkspaceConfigSpec; want: object }> = {
    'nothing said': { workspace: {}, want: common },
    'every field': {
      workspace: {
        serviceAccountName: 'robot',
        runtimeClassName: 'gvisor',
        imagePullSecrets: [{ name: 'r' }],
        scheduling: { nodeSelector: { a: 'b' }, tolerations, affinity },
        terminationGracePeriodSeconds: 0,
      },
      want: {
        ...common,
        terminationGracePeriodSeconds: 0,
        serviceAccountName: 'robot',
        runtimeClassName: 'gvisor',
        imagePullSecrets: [{ name: 'r' }],
        nodeSelector: { a: 'b' },
        tolerations,
        affinity,
      },
    },
    'an empty scheduling': { workspace: { scheduling: {} }, want: common },
  };
  test.each(Object.entries(cases))('%s', (_, { workspace, want }) => {
    expect(hardenedPod(workspace, empty)).toStrictEqual(want);
  });

  test('its user: as it is said, with a policy for the group only if there is one', () => {
    expect(podSecurity({})).toStrictEqual({ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } });
    expect(podSecurity({ fsGroup: 7 })).toStrictEqual({
      runAsNonRoot: true,
      fsGroup: 7,
      fsGroupChangePolicy: 'OnRootMismatch',
      seccompProfile: { type: 'RuntimeDefault' },
    });
  });

  test('its containers: what is set last replaces what is set before', () => {
    const parts = joinParts([
      { env: [{ name: 'HOME', value: '/a' }], mounts: [{ name: 'm', mountPath: '/m' }] },
      { agentEnv: [{ name: 'HOME', value: '/b' }], agentMounts: [{ name: 'n', mountPath: '/n' }] },
    ]);
    const surroundings = { parts, workspace: {} };
    const security = (readOnlyRootFilesystem: boolean) => ({
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
      readOnlyRootFilesystem,
    });
    const env = [{ name: 'HOME', value: '/c' }];
    expect(workContainer({ name: 'a', image: 'i', args: ['x'], env }, surroundings)).toStrictEqual({
      name: 'a',
      image: 'i',
      imagePullPolicy: 'IfNotPresent',
      args: ['x'],
      workingDir: '/workspace',
      env,
      volumeMounts: [
        { name: 'm', mountPath: '/m' },
        { name: 'n', mountPath: '/n' },
      ],
      terminationMessagePath: '/kubetask/result.json',
      securityContext: security(true),
    });
    const resources = { limits: { cpu: '1' } };
    const workspace = { resources, readOnlyRootFilesystem: false, workspaceDir: '/src' };
    expect(workContainer({ name: 'a', image: 'i', command: ['x'] }, { parts, workspace })).toMatchObject({
      command: ['x'],
      workingDir: '/src',
      resources,
      env: [{ name: 'HOME', value: '/b' }],
      securityContext: security(false),
    });
    expect(setupContainer({ name: 's' }, surroundings)).toStrictEqual({
      name: 's',
      imagePullPolicy: 'IfNotPresent',
      env: [{ name: 'HOME', value: '/a' }],
      volumeMounts: [{ name: 'm', mountPath: '/m' }],
      securityContext: security(true),
    });
  });
});
