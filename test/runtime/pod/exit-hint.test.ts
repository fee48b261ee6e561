import { describe, expect, test } from '@jest/globals';
import { startHint } from '../../../runtime/pod/exit-hint.js';

const cannotStart = 'OCI runtime create failed: runc create failed: unable to start container process';

describe('a container cannot start', () => {
  const cases: Record<string, { says: string; want: string }> = {
    'its command does not exist: what to look for in the image': {
      says: `${cannotStart}: exec: "/nope/agent": stat /nope/agent: no such file or directory`,
      want: 'check that the image has it',
    },
    'its command is a folder: that it must be a program': {
      says: `${cannotStart}: exec: "/etc": permission denied`,
      want: 'check that it is a file that the user of the container can execute',
    },
    'the same in the words of a later runtime': {
      says: `${cannotStart}: exec: "/etc": is a directory`,
      want: 'check that it is a file that the user of the container can execute',
    },
    'its program is for another CPU: the CPU': {
      says: 'exec /agent: exec format error',
      want: 'check that it is built for the CPU of the node',
    },
    'its folder is closed to its user: the folder, not the command': {
      says: `${cannotStart}: chdir to cwd ("/root/x") set in config.json failed: permission denied`,
      want: 'check workingDir',
    },
    'its folder cannot be made: the folder': {
      says: `${cannotStart}: mkdir /proc/x: no such file or directory`,
      want: 'check workingDir',
    },
  };
  test.each(Object.entries(cases))('%s', (_, { says, want }) => {
    expect(startHint(says)).toContain(`(${want}`);
  });

  test('for a reason that we do not know: nothing is guessed', () => {
    expect(startHint('failed to create shim task: context deadline exceeded')).toBe('');
  });
});
