import { baselineControls } from '../../plan/pod-security/baseline.js';
import type { Control } from '../../plan/pod-security/control.js';
import { podTemplateOf } from '../../plan/pod-security/pod-templates.js';
import { restrictedControls } from '../../plan/pod-security/restricted.js';
import type { Lint } from '../linter/lint.js';
import type { PodSecurityLevel } from '../linter/lint-settings.js';

const controls: Readonly<Record<PodSecurityLevel, readonly Control[]>> = {
  privileged: [],
  baseline: baselineControls,
  restricted: [...baselineControls, ...restrictedControls],
};

export const podSecurity: Lint = {
  id: 'pod-security',
  reports:
    'Pods of your own workloads that violate the Pod Security level of the prop `podSecurity`, by default `baseline`',
  because:
    'A namespace that enforces the level rejects the Pods. Another namespace gives them permissions on the node.',
  check(object, { podSecurity: level }) {
    const pod = podTemplateOf(object);
    if (!pod) return [];
    const found = controls[level].flatMap((control) => control(pod));
    return found.map(({ path, detail }) => ({ path, detail: `Pod Security ${level}: ${detail}` }));
  },
};
