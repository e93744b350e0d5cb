/** What somebody entered into a form, read without ever becoming a float. */

/** As the API takes amounts and prices; zero is told by the API, which knows where it is allowed. */
export const isAmount = (text: string): boolean => /^(0|[1-9]\d{0,11})(\.\d{1,18})?$/.test(text.trim());

export const isCount = (text: string): boolean => /^[1-9]\d{0,8}$/.test(text.trim());

/** Of a list with commas, each once. */
export const listIn = (text: string): string[] => [
  ...new Set(
    text
      .split(',')
      .map((each) => each.trim())
      .filter((each) => each !== ''),
  ),
];
