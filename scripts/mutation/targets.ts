/** Files that are mutated together, and the tests that must kill the mutants. */
export interface Target {
  readonly name: string;
  /** Files and folders that are mutated. */
  readonly mutate: readonly string[];
  /** Excluded parts of paths: code with I/O, or generated. */
  readonly except?: readonly string[];
  /** Folders and files of tests. */
  readonly tests: readonly string[];
}

/** Parts of the names of tests that wait for a clock or read whole folders; tests that start programs are detected. */
export const slowTests = [
  ...['end-to-end', 'embedded.test', 'busy-namespace', 'paused-leader'],
  ...['large-run', 'at-most-once', 'properties'].map((name) => `batch-run/${name}`),
];

const runKinds = ['batch-run', 'task-run', 'agent', 'agent-build'].map(
  (kind): Target => ({
    name: `runtime/${kind}`,
    mutate: [`runtime/${kind}`],
    except: ['controller.ts', 'informers.ts', 'kind.ts', 'observe.ts'],
    tests: [kind, 'creations', 'limits', 'pod', 'templates'].map((room) => `test/runtime/${room}`),
  }),
);

const engineTests = [
  ...['test/runtime/engine', 'test/runtime/leader-election'],
  ...['test/kubernetes-client', 'packages/work-queue/test'],
];

/** One score for each. */
export const targets: readonly Target[] = [
  {
    name: 'packages/structural-schema',
    mutate: ['packages/structural-schema'],
    tests: ['packages/structural-schema/test', 'test/manifest', 'test/install/policies.test.ts'],
  },
  {
    name: 'plan',
    mutate: ['plan'],
    tests: [
      ...['test/plan', 'packages/kubernetes-conventions/test', 'test/contexts', 'test/manifest', 'test/api'],
      ...['test/constructs/fleet', 'test/constructs/lints', 'test/cli/review', 'test/cli/plan.test.ts'],
      ...['test/agents', 'test/wrapper', 'test/cli/fleet-results/fleet-rows.test.ts'],
    ],
  },
  {
    name: 'constructs',
    mutate: ['constructs'],
    tests: ['test/constructs', 'test/gitops', 'test/contexts', 'test/install', 'test/apps', 'test/parity.test.ts'],
  },
  { name: 'cli/run', mutate: ['cli/run'], tests: ['test/cli'] },
  {
    name: 'runtime, what kinds share',
    mutate: ['caches', 'conditions', 'creations', 'limits', 'pod', 'templates'].map((room) => `runtime/${room}`),
    except: ['informers.ts'],
    tests: ['test/runtime'],
  },
  ...runKinds,
  {
    name: 'runtime/engine',
    mutate: ['runtime/engine', 'runtime/leader-election'],
    tests: engineTests,
  },
  { name: 'packages/kubernetes-client', mutate: ['packages/kubernetes-client'], tests: engineTests },
];

/** The targets with files below one of the paths, and whether all of them are; all targets without paths. */
export function chooseTargets(paths: readonly string[]): { target: Target; isWhole: boolean }[] {
  const isBelow = (path: string, folder: string) => path === folder || path.startsWith(`${folder}/`);
  return targets.flatMap((target) => {
    const isWhole = paths.length === 0 || target.mutate.every((path) => paths.some((given) => isBelow(path, given)));
    const isPart = target.mutate.some((path) => paths.some((given) => isBelow(path, given) || isBelow(given, path)));
    return isWhole || isPart ? [{ target, isWhole }] : [];
  });
}
