import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { Outcome } from './mutant.js';

/** What was found about a mutant: the bundle whose test killed it, or the bundles that it survived. */
export interface Finding {
  readonly outcome: Outcome;
  readonly survived: readonly string[];
}

/** Findings of earlier runs. They hold while the bundles hold, which contain all the code that was run. */
export class Remembered {
  private readonly findings: Record<string, Finding>;

  constructor(private readonly path: string) {
    this.findings = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : {};
  }

  of(key: string): Finding | undefined {
    return this.findings[key];
  }

  keep(key: string, finding: Finding): void {
    this.findings[key] = finding;
  }

  save(): void {
    writeFileSync(this.path, JSON.stringify(this.findings));
  }
}
