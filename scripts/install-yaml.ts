import { InstallChart } from '../apps/install.js';
import { printProblems } from '../apps/print-problems.js';
import { KubetaskApp } from '../constructs/kubetask-app.js';
import { readValuesFile } from './values-file.js';

/** `npm run --silent install-yaml -- values.yaml | kubectl apply --server-side -f -`: the installation with these values. */
const [file] = process.argv.slice(2);
const { props, errors } = file ? readValuesFile(file) : { props: {}, errors: [] };
if (errors.length > 0) {
  console.error(errors.join('\n'));
  process.exit(1);
}
const app = new KubetaskApp();
new InstallChart(app, props);
printProblems(() => process.stdout.write(app.synthYaml()));
