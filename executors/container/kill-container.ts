const script = '"$1" kill "$2"; exec "$1" rm --force "$2"';

/**
 * The command that ends a container at once and removes it: `rm --force` of Podman alone waits for ten seconds. Either part
 * may find nothing left to do.
 */
export const killContainer = (program: string, name: string): readonly string[] => [
  '/bin/sh',
  '-c',
  script,
  'sh',
  program,
  name,
];
