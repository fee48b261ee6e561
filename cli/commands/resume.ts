import { changeCommand } from '../change-runs.js';

export const resumeCommand = changeCommand('resume', {
  summary: 'let a paused run go on',
  description: 'Let a paused run go on.',
  done: 'resumed',
});
