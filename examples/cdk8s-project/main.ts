import { KubetaskApp } from 'kubetask';
import { PlatformChart } from './platform-chart';

const app = new KubetaskApp();
new PlatformChart(app, 'platform');
app.synth();
