import { Argument, Option } from 'commander';
import { withOptions } from '../args/options.js';
import { parseTimeSpan } from '../args/time-span.js';
import { defineCommand } from '../command-definition.js';
import type { FleetOptions } from '../fleet/fleet-options.js';

const examples = `
The token is read from GH_TOKEN or GITHUB_TOKEN, from GITLAB_TOKEN, or from
GITEA_TOKEN. It is sent to the host of the API alone.

Examples:
  kubectl task fleet list --github-org myorg --language go --path go.mod \\
    --exclude-archived --exclude-forks -o fleet.yaml
  kubectl task fleet list --gitlab-group platform/services \\
    --api-url https://gitlab.example.com/api/v4 -o fleet.yaml
`;

export const fleetCommand = defineCommand<FleetOptions>(
  'fleet',
  (command) =>
    withOptions(
      command
        .summary('list the repositories of a Git host as a fleet file')
        .description(
          'Write a fleet file with the repositories of an organization, user or group. The file also lists excluded repositories with the reason. Commit the file, and review its diff. If the repositories have not changed, the file has the same bytes. If the command cannot read everything, it writes nothing.',
        )
        .addArgument(new Argument('<action>', 'what to do').choices(['list']))
        .addHelpText('after', examples),
      ...sourceOptions(),
      ...filterOptions(),
      new Option('--pin', 'write the commit of each branch; tasks then check out this commit'),
      new Option('-o, --output <file>', 'file to write (default: standard output)'),
      new Option('--wait <time>', 'longest time to wait for a rate limit of the host')
        .argParser(parseTimeSpan)
        .default(300, '5m'),
    ),
  async (session, _, options) => {
    // The schemas are needed by few commands.
    const { listFleet } = await import('../fleet/list-fleet.js');
    return listFleet(session, options);
  },
);

function sourceOptions(): Option[] {
  return [
    new Option('--github-org <name>', 'organization on GitHub'),
    new Option('--github-user <name>', 'user on GitHub; with the token of this user, also private repositories'),
    new Option('--gitlab-group <group>', 'group on GitLab, including subgroups'),
    new Option('--gitea-org <name>', 'organization on Gitea or Forgejo'),
    new Option('--api-url <url>', 'API of your own server, such as https://git.example.com/api/v3'),
  ];
}

function filterOptions(): Option[] {
  return [
    new Option('--topic <name...>', 'only repositories with all these topics'),
    new Option('--language <name...>', 'only repositories written mostly in one of these languages'),
    new Option('--path <path...>', 'only repositories that have all these files or folders'),
    new Option('--exclude-archived', 'leave out archived repositories'),
    new Option('--exclude-forks', 'leave out forks'),
  ];
}
