const StrykerEnvironment = require('@stryker-mutator/jest-runner/jest-env/node');

/** Jest stops at a failure between files, not within one, and one failed test is all that Stryker asks for. */
module.exports = class StopsAtFirstFailure extends StrykerEnvironment {
  hasFailed = false;

  handleTestEvent({ name, test }) {
    if (name === 'test_done' && test.errors.length > 0) this.hasFailed = true;
    if (name === 'test_start' && this.hasFailed) test.mode = 'skip';
  }
};
