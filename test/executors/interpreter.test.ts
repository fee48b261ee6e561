import { expect, test } from '@jest/globals';
import { interpreterOf } from '../../executors/interpreter.js';

test.each([
  ['echo hi', 'sh', ['-eu']],
  ['', 'sh', ['-eu']],
  ['#!/usr/bin/env python3\nprint(1)', '/usr/bin/env', ['python3']],
  ['#! /bin/bash -e -x \necho', '/bin/bash', ['-e -x']],
  ['#!/bin/sh\r\necho hi\r\n', '/bin/sh', []],
  ['#!\necho', 'sh', ['-eu']],
  [' #!/bin/bash', 'sh', ['-eu']],
])('%j is run by %s %j', (script, program, args) => {
  expect(interpreterOf(script)).toEqual({ program, args });
});
