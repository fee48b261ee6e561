import { KubetaskApp } from 'kubetask';
import { addGithubFleet } from './github-fleet.js';
import { MultiProviderChart } from './multi-provider.js';

const app = new KubetaskApp();
addGithubFleet(app);
new MultiProviderChart(app);
app.synth();
