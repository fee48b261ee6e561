/** So much that the status has no room for entries, and a few tasks are kept as ten thousand would be. */
export const padding = {
  type: 'File',
  file: { filePath: '/workspace/long.md', source: { inline: 'x'.repeat(880_000) } },
};
