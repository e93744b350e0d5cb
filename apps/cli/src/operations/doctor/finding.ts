/** What was looked at, whether it is right, and what to do where it is not. */
export type Finding = {
  readonly of: string;
  readonly isRight: boolean;
  readonly says: string;
  /** Where it is not right. */
  readonly remedy?: string;
};

export const right = (of: string, says: string): Finding => ({ of, isRight: true, says });
export const wrong = (of: string, says: string, remedy: string): Finding => ({ of, isRight: false, says, remedy });
