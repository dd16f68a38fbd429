/** By its name a test file says that it starts processes or makes bundles, or that it takes a minute and more. */
const PROCESS_OR_LONG = String.raw`\.(process|long)\.test\.ts$`;

/**
 * `npm test`: all that runs in this process, and what the other configurations share. jest.all.config.js adds
 * `*.process.test.ts` and `*.long.test.ts`; the emulator's and the browser's tests are not for Node alone.
 */
module.exports = {
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  testPathIgnorePatterns: [
    '/node_modules/',
    '<rootDir>/test/emulator/',
    '<rootDir>/test/browser/',
    PROCESS_OR_LONG,
  ],
  transform: {
    '^.+\\.[jt]s$': ['@swc/jest', { jsc: { target: 'es2023', parser: { syntax: 'typescript' } } }],
  },
  // These are published as ES modules only, which jest does not load by itself.
  transformIgnorePatterns: ['/node_modules/(?!(p-limit|p-throttle|yocto-queue)/)'],
  // They hold copies of package.json, which would confuse the module map.
  modulePathIgnorePatterns: ['<rootDir>/cdk.out', '<rootDir>/.stryker-tmp'],
  // Jest would leave one processor out.
  maxWorkers: '100%',
  // A bound on what hangs, not a measurement: two busy cores are slow.
  testTimeout: 30_000,
  globalSetup: '<rootDir>/test/support/print-seed.ts',
  setupFiles: ['<rootDir>/test/support/environment.ts'],
};
