/**
 * What a person reads of a line that a process has logged: the sentence, and the reason behind it.
 * @param {string} line
 */
export function sentenceOf(line) {
  try {
    const { msg, err, event, notice, error } = JSON.parse(line);
    const sentence = [msg ?? notice ?? event, err?.message ?? error].filter(Boolean).join(': ');
    return sentence || line;
  } catch {
    return line;
  }
}
