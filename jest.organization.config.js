const emulator = require('./jest.emulator.config.js');

/** `npm run test:organization` executes an organization's state machine against moto. `npm run test:all` does so, too. */
module.exports = {
  ...emulator,
  testMatch: ['<rootDir>/test/emulator/organization/*.test.ts'],
  testPathIgnorePatterns: [],
};
