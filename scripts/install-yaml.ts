import { readFileSync } from 'node:fs';
import { InstallChart } from '../apps/install.js';
import { readInstallValues } from '../constructs/install/install-values.js';
import { KubetaskApp } from '../constructs/kubetask-app.js';
import { formatManifestProblem } from '../plan/manifest/manifest-problem.js';

/** `npm run --silent install-yaml -- values.yaml | kubectl apply --server-side -f -`: the installation that the values ask for. */
const [file] = process.argv.slice(2);
const { props, problems } = file
  ? readInstallValues({ name: file, text: readFileSync(file, 'utf8') })
  : { props: {}, problems: [] };
if (problems.length > 0) {
  console.error(problems.map(formatManifestProblem).join('\n'));
  process.exit(1);
}
const app = new KubetaskApp();
new InstallChart(app, props);
process.stdout.write(app.synthYaml());
