/** What the exit code says to a script. A wrong option, argument or address ends with 1, as commander does. */

/** What was looked at is not as it should be: an altered log, a difference, a finding. The output names it. */
export const NOT_RIGHT = 2;

export function endWith(isRight: boolean): void {
  process.exitCode = isRight ? 0 : NOT_RIGHT;
}
