import { readdirSync, readFileSync } from 'node:fs';

/**
 * Ends processes that left their container's group (`setsid`) and outlived it. They are known by the private `TMPDIR`
 * they inherited. Linux only: elsewhere another process's environment cannot be read.
 */
export function killEscapedProcesses(directory: string): void {
  const mark = Buffer.from(`TMPDIR=${directory}/`).toString('latin1');
  for (const entry of processEntries()) {
    if (environment(entry).some((variable) => variable.startsWith(mark))) kill(Number(entry));
  }
}

function processEntries(): string[] {
  try {
    return readdirSync('/proc').filter((entry) => /^\d+$/.test(entry));
  } catch {
    return [];
  }
}

/** Empty for a process that is gone or belongs to somebody else. */
function environment(entry: string): string[] {
  try {
    return readFileSync(`/proc/${entry}/environ`, 'latin1').split('\0');
  } catch {
    return [];
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // it ended by itself
  }
}
