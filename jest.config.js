/** The name of a test file says if it starts processes or makes bundles, or if it takes a minute or more. */
const PROCESS_OR_LONG = String.raw`\.(process|long)\.test\.ts$`;

/**
 * `npm test` runs the fast tests, which need no other process. The other configurations extend this one.
 * jest.all.config.js adds `*.process.test.ts` and `*.long.test.ts`. The emulator's and the browser's tests need more
 * than Node.
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
  // These packages are ES modules only, which jest does not load by itself.
  transformIgnorePatterns: ['/node_modules/(?!(p-limit|p-throttle|yocto-queue)/)'],
  // These folders contain copies of package.json, which would confuse jest's module map.
  modulePathIgnorePatterns: ['<rootDir>/cdk.out', '<rootDir>/.stryker-tmp'],
  // By default, jest leaves one processor unused.
  maxWorkers: '100%',
  // This only stops tests that hang. Two busy cores are slow.
  testTimeout: 30_000,
  globalSetup: '<rootDir>/test/support/print-seed.ts',
  setupFiles: ['<rootDir>/test/support/environment.ts'],
};
