/** What kubectl adds to a line that tells of something that was not done. */
export const dryRunNote = (dryRun: 'client' | 'server' | undefined): string =>
  dryRun === undefined ? '' : dryRun === 'client' ? ' (dry run)' : ' (server dry run)';
