// Prints `N passed, N failed, N skipped` from the runner's report. Its argument is the exit status of the run,
// and it exits with it: a run that failed outside a test (a file that does not load, a build) is never called green.
import { readFileSync } from 'node:fs';

const status = Number(process.argv[2] ?? 1);
const { passed, failed, skipped } = count();
process.stdout.write(`${passed} passed, ${failed} failed, ${skipped} skipped\n`);
process.exitCode = status === 0 && failed > 0 ? 1 : status;

function count() {
  let report;
  try {
    report = JSON.parse(readFileSync('var/test-report.json', 'utf8'));
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  }
  const broken = report.testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  );
  const failed = report.numFailedTests + broken.length;
  return {
    passed: report.numPassedTests,
    failed: failed === 0 && status !== 0 ? 1 : failed,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}
