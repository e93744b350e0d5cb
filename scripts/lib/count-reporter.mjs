/** Writes how many tests passed and failed to the file that DRAWDOWN_TEST_COUNTS names. */
import { writeFileSync } from 'node:fs';

export default class CountReporter {
  onRunComplete(_contexts, { numPassedTests, numFailedTests, numRuntimeErrorTestSuites }) {
    const counts = { passed: numPassedTests, failed: numFailedTests + numRuntimeErrorTestSuites };
    writeFileSync(process.env.DRAWDOWN_TEST_COUNTS, JSON.stringify(counts));
  }
}
