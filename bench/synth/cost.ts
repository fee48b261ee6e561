/** What a process has used. */
export interface Cost {
  /** Of user and system. */
  readonly cpuSeconds: number;
  readonly peakMegabytes: number;
}

/** Prints what this process has used so far. Refers to nothing outside, so that its text is a program, too. */
export function printCost(): void {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  console.log(JSON.stringify({ cpuSeconds: (userCPUTime + systemCPUTime) / 1e6, peakMegabytes: maxRSS / 1024 }));
}
