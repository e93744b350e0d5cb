/** Writes how many tests passed and failed to the file that DRAWDOWN_TEST_COUNTS names. */
import { writeFileSync } from 'node:fs';

export default class CountReporter {
  /**
   * @param {unknown} _contexts
   * @param {{ numPassedTests: number, numFailedTests: number, numRuntimeErrorTestSuites: number }} results
   */
  onRunComplete(_contexts, { numPassedTests, numFailedTests, numRuntimeErrorTestSuites }) {
    const file = process.env.DRAWDOWN_TEST_COUNTS;
    if (!file) throw new Error('DRAWDOWN_TEST_COUNTS names no file');
    const counts = { passed: numPassedTests, failed: numFailedTests + numRuntimeErrorTestSuites };
    writeFileSync(file, JSON.stringify(counts));
  }
}
