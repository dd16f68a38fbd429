/** Tests that need nothing but Node; the emulator's and the browser's have configurations of their own. */
module.exports = {
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/emulator/', '<rootDir>/test/browser/'],
  transform: {
    '^.+\\.[jt]s$': ['@swc/jest', { jsc: { target: 'es2023', parser: { syntax: 'typescript' } } }],
  },
  // These are published as ES modules only, which jest does not load by itself.
  transformIgnorePatterns: ['/node_modules/(?!(p-limit|p-throttle|yocto-queue)/)'],
  // They hold copies of package.json, which would confuse the module map.
  modulePathIgnorePatterns: ['<rootDir>/cdk.out', '<rootDir>/.stryker-tmp'],
  // A bound on what hangs, not a measurement: two busy cores are slow.
  testTimeout: 30_000,
  setupFiles: ['<rootDir>/test/support/environment.ts'],
};
