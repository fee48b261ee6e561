import { KubetaskApp } from '../constructs/index.js';
import { BuildHelloWorldAgentChart } from './build-hello-world-agent.js';
import { CrdsChart } from './crds.js';
import { addGitopsKit } from './gitops.js';
import { HelloAgentChart } from './hello-agent.js';
import { synthHelmChart } from './helm-chart.js';
import { InstallChart } from './install.js';
import { printProblems } from './print-problems.js';
import { SecurityPatchChart } from './security-patch.js';
import { UpdateDepsChart } from './update-deps.js';

/** What dist/ holds: run by `cdk8s synth` and by `npm run synth`. */
const app = new KubetaskApp();
new CrdsChart(app);
new UpdateDepsChart(app);
new SecurityPatchChart(app);
new HelloAgentChart(app);
new BuildHelloWorldAgentChart(app);
addGitopsKit(app);
printProblems(() => app.synth());

// An App of its own, because it has the CustomResourceDefinitions once more.
const installation = new KubetaskApp();
new InstallChart(installation);
printProblems(() => installation.synth());
synthHelmChart(installation.outdir);
