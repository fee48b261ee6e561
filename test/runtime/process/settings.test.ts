import { expect, test } from '@jest/globals';
import { type Command, helpText, readCommand, settings } from '../../../runtime/process/settings.js';

const defaults = { leaderElect: false, metricsPort: 8080, logLevel: 'info' } as const;
const run = (changed: object): Command => ({ kind: 'Run', settings: { ...defaults, ...changed } });

const cases: Record<string, { args?: string[]; env?: Record<string, string>; want: Command }> = {
  'nothing given: the defaults': { want: run({}) },
  'variables: as an installation sets them': {
    env: { LEADER_ELECT: 'true', METRICS_PORT: '9090', LOG_LEVEL: 'warn', WATCH_NAMESPACES: 'a,b', KUBECONFIG: '/k' },
    want: run({
      kubeconfig: '/k',
      watchNamespaces: ['a', 'b'],
      leaderElect: true,
      metricsPort: 9090,
      logLevel: 'warn',
    }),
  },
  'empty variables: as if not set': {
    env: { LEADER_ELECT: '', METRICS_PORT: '', LOG_LEVEL: '', WATCH_NAMESPACES: '', KUBECONFIG: '' },
    want: run({}),
  },
  'flag and variable: the flag': {
    args: ['--log-level=debug'],
    env: { LOG_LEVEL: 'warn' },
    want: run({ logLevel: 'debug' }),
  },
  'a flag and its value as two words': { args: ['--metrics-port', '0'], want: run({ metricsPort: 0 }) },
  'namespaces with blanks and twice: each once': {
    args: ['--watch-namespaces', ' a, b ,a,'],
    want: run({ watchNamespaces: ['a', 'b'] }),
  },
  'days to keep finished runs': {
    env: { TTL_DAYS: '7', FAILED_TTL_DAYS: '0.5' },
    want: run({ ttlDays: 7, failedTTLDays: 0.5 }),
  },
  help: { args: ['-h'], want: { kind: 'Help' } },
  'version, whatever else is wrong': { args: ['--version', '--nope'], want: { kind: 'Version' } },
  'everything wrong: every problem at once': {
    args: ['--nope', 'word', '--leader-elect', 'yes', '--metrics-port=70000', '--ttl-days=0'],
    env: { LOG_LEVEL: 'loud', WATCH_NAMESPACES: 'Team_A' },
    want: {
      kind: 'Refuse',
      problems: [
        'unknown flag --nope; see --help',
        'unknown argument word; see --help',
        '--ttl-days (TTL_DAYS) is "0"; give a number of days above 0, such as 7 or 0.5',
        '--watch-namespaces (WATCH_NAMESPACES) is "Team_A"; give names such as team-a,team-b',
        '--leader-elect (LEADER_ELECT) is "yes"; give true or false',
        '--metrics-port (METRICS_PORT) is "70000"; give a number from 0 to 65535',
        '--log-level (LOG_LEVEL) is "loud"; give one of debug, info, warn, error, silent',
      ],
    },
  },
};
test.each(Object.entries(cases))('%s', (_, { args = [], env = {}, want }) => {
  expect(readCommand(args, env)).toEqual(want);
});

test('--help names every flag and variable', () => {
  const text = helpText();
  for (const { flag, variable } of Object.values(settings)) {
    expect(text).toContain(`--${flag}`);
    expect(text).toContain(variable);
  }
});
