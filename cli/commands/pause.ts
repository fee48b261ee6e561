import { changeCommand } from '../change-runs.js';

export const pauseCommand = changeCommand('pause', {
  summary: 'start nothing new in a run',
  description: 'Start no new Pod of a run until it is resumed. What is running already goes on to its end.',
  done: 'paused',
});
