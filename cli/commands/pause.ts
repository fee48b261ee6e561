import { changeCommand } from '../change-runs.js';

export const pauseCommand = changeCommand('pause', {
  summary: 'pause a run',
  description: 'Pause a run: no new Pod starts until you resume the run. Pods that are running continue.',
  done: 'paused',
});
