import { changeCommand } from '../change-runs.js';

export const cancelCommand = changeCommand('cancel', {
  summary: 'cancel a run',
  description:
    'Cancel a run permanently. No new Pod starts, containers get SIGTERM and their grace period, and logs are kept. The phase of the run becomes Cancelled.',
  done: 'cancelled',
});
