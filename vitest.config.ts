import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 120_000,
    hookTimeout: 60_000,
    // The machines this runs on are small: two files at a time.
    maxWorkers: 2,
    reporters: ['default', ['json', { outputFile: 'var/test-report.json' }]],
  },
});
