import { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { BatchConstruct, Context } from '../constructs/index.js';

const services = ['service-a', 'service-b'];

/** The smallest whole example: one prompt, two repositories, one run. The same in YAML: examples/update-deps.yaml. */
export class UpdateDepsChart extends Chart {
  constructor(scope: Construct) {
    super(scope, 'update-deps-001', { namespace: 'kubetask-system' });
    new BatchConstruct(this, 'update-dependencies', {
      commonContext: [
        Context.file('/workspace/task.md', 'Update dependencies to latest versions.\nRun tests and create PR.\n'),
      ],
      variableContexts: services.map((repo) => [Context.repository({ org: 'myorg', repo, branch: 'main' })]),
      run: { name: 'update-deps-001' },
    });
  }
}
