import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Plugin } from 'esbuild';

/**
 * Modules that a small app of Batches does not need. They are in a file of their own, which is loaded when one of their
 * functions is first called; no module calls these while it loads.
 */
export const lateModules: readonly string[] = [
  'constructs/agent-build/build-spec.ts',
  'constructs/agent/agent-service.ts',
  'constructs/agent/config-checksum.ts',
  'constructs/fleet/deliver-fleet.ts',
  'constructs/fleet/fleet-parts.ts',
  'constructs/fleet/fleet-problems.ts',
  'constructs/gitops/argocd/app-project.ts',
  'constructs/gitops/argocd/applications.ts',
  'constructs/gitops/argocd/customizations.ts',
  'constructs/gitops/delivery-problems.ts',
  'constructs/gitops/emit-delivery.ts',
  'constructs/gitops/flux/kustomizations.ts',
  'constructs/install/controller-deployment.ts',
  'constructs/install/controller-network.ts',
  'constructs/install/controller-rbac.ts',
  'constructs/install/default-workspace.ts',
  'constructs/install/install-problems.ts',
  'constructs/install/policies/emit-policies.ts',
  'constructs/install/user-roles.ts',
  'constructs/linter/base-objects.ts',
  'constructs/linter/format-report.ts',
  'plan/agent-build/plan.ts',
  'plan/agent-build/resolve.ts',
  'plan/agent-preset/named-preset.ts',
  'plan/agent/plan.ts',
  'plan/agent/resolve.ts',
  'plan/fleet/gh-repo-list.ts',
  'plan/fleet/read-fleet-file.ts',
  'plan/fleet/task-names.ts',
  'plan/manifest/change/immutable-changes.ts',
  'plan/manifest/check-manifests.ts',
  'plan/manifest/yaml/manifest.ts',
  'plan/manifest/yaml/parse-manifest.ts',
  'plan/manifest/yaml/unreadable-characters.ts',
  'plan/task-run/plan.ts',
  'plan/task-run/resolve.ts',
];
const paths = lateModules.map((path) => resolve(path));

const namespace = 'late-room';
export const lateRoom = { entry: namespace, file: './late.js' } as const;

/**
 * The other modules get functions that load the file. To the late modules themselves nothing is late, so that each module
 * is in one file only.
 */
export const lateRoomPlugin: Plugin = {
  name: namespace,
  setup({ onResolve, onLoad }) {
    onResolve({ filter: new RegExp(`^${namespace}$`) }, () => ({ path: namespace, namespace }));
    onResolve({ filter: /^\.{1,2}\/.*\.js$/, namespace: 'file' }, ({ path, importer, resolveDir }) => {
      const index = paths.indexOf(resolve(resolveDir, path.replace(/\.js$/, '.ts')));
      return index < 0 || paths.includes(importer) ? undefined : { path: String(index), namespace };
    });
    onResolve({ filter: /^\.\/late\.js$/, namespace }, ({ path }) => ({ path, external: true }));
    onLoad({ filter: /.*/, namespace }, ({ path }) => ({
      contents: path === namespace ? entry() : functions(Number(path)),
      resolveDir: '.',
    }));
  },
};

/** Exports all late modules, each under its number. */
const entry = (): string =>
  paths.map((path, index) => `export * as m${index} from ${JSON.stringify(path)};\n`).join('');

/** Functions that load the file. What else the module exports is not late. */
function functions(index: number): string {
  const path = paths[index] ?? '';
  const exported = [
    ...readFileSync(path, 'utf8').matchAll(/^export (?:async )?(function|const|class) (\w+)(?: = )?(.?)/gm),
  ];
  return exported
    .map(([, kind, name = '', begin = '']) =>
      kind === 'function' || (kind === 'const' && '(<'.includes(begin))
        ? `export function ${name}(...args) { return require('${lateRoom.file}').m${index}.${name}(...args); }\n`
        : `export { ${name} } from ${JSON.stringify(path)};\n`,
    )
    .join('');
}
