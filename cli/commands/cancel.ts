import { changeCommand } from '../change-runs.js';

export const cancelCommand = changeCommand('cancel', {
  summary: 'end a run for good',
  description:
    'End a run for good: nothing new starts, containers get SIGTERM and their grace period, logs stay. The run ends as Cancelled.',
  done: 'cancelled',
});
