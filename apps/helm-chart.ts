import { join } from 'node:path';
import { helmChart } from '../constructs/install/helm/helm-chart.js';
import { replaceFiles } from '../constructs/replace-files.js';

/** Writes the installation as a Helm chart: `helm install kubetask dist/charts/kubetask`. */
export function synthHelmChart(outdir: string): void {
  replaceFiles(join(outdir, 'charts', 'kubetask'), helmChart());
}
