/** Whether a Job was there, and was to stay, after its run had been created. Neither ever changes. */
type Answer = 'There' | 'Gone';

/** What the API server has said of Jobs that may be those of an earlier run of the same name. Lost in a restart. */
export class JobMemory {
  /** By uid of the run, then of the Job. */
  private readonly runs = new Map<string, Map<string, Answer>>();

  answerOf(runUid: string, jobUid: string): Answer | undefined {
    return this.runs.get(runUid)?.get(jobUid);
  }

  note(runUid: string, jobUid: string, answer: Answer): void {
    const known = this.runs.get(runUid) ?? new Map<string, Answer>();
    this.runs.set(runUid, known.set(jobUid, answer));
  }

  forget(runUid: string): void {
    this.runs.delete(runUid);
  }
}
