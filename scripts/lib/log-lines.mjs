/**
 * What a person reads of a line that a process has logged: the sentence, and the reason behind it.
 * @param {string} line
 */
export function sentenceOf(line) {
  try {
    const { msg, err, event, notice, error } = JSON.parse(line);
    const said = [msg ?? notice ?? event, err?.message ?? error].filter(Boolean).join(': ');
    return said || line;
  } catch {
    return line;
  }
}
