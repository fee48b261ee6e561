import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { Outcome } from './mutant.js';

/** The result for one mutant: the bundle whose test killed it, or the bundles that it survived. */
export interface Finding {
  readonly outcome: Outcome;
  readonly survived: readonly string[];
}

/** Results of earlier runs. They are valid as long as the bundles, which contain all code that ran, do not change. */
export class Remembered {
  private readonly findings: Record<string, Finding>;
  private unsaved = 0;

  constructor(private readonly path: string) {
    this.findings = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : {};
  }

  of(key: string): Finding | undefined {
    return this.findings[key];
  }

  /** Saved regularly, so that an interrupted run resumes. */
  keep(key: string, finding: Finding): void {
    this.findings[key] = finding;
    this.unsaved += 1;
    if (this.unsaved >= 100) this.save();
  }

  save(): void {
    this.unsaved = 0;
    writeFileSync(this.path, JSON.stringify(this.findings));
  }
}
