import { KubetaskApp } from '../constructs/index.js';
import { CrdsChart } from './crds.js';
import { SecurityPatchChart } from './security-patch.js';
import { UpdateDepsChart } from './update-deps.js';

/** What dist/ holds: run by `cdk8s synth` and by `npm run synth`. */
const app = new KubetaskApp();
new CrdsChart(app);
new UpdateDepsChart(app);
new SecurityPatchChart(app);
app.synth();
