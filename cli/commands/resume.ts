import { changeCommand } from '../change-runs.js';

export const resumeCommand = changeCommand('resume', {
  summary: 'resume a paused run',
  description: 'Resume a paused run.',
  done: 'resumed',
});
