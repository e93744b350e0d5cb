/** An answer: as JSON for a script, or as text for a person. */
export function show(isJson: boolean, value: unknown, text: () => string): void {
  console.log(isJson ? JSON.stringify(value) : text());
}
