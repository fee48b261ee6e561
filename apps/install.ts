import { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { type InstallProps, KubetaskInstall } from '../constructs/index.js';

/** The controller, ready for `kubectl apply --server-side -f dist/install.k8s.yaml`. */
export class InstallChart extends Chart {
  constructor(scope: Construct, props: InstallProps = {}) {
    super(scope, 'install');
    new KubetaskInstall(this, 'kubetask', props);
  }
}
