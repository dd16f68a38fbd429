const StrykerEnvironment = require('@stryker-mutator/jest-runner/jest-env/node');

/**
 * One file has hundreds of tests, and a mutant is tried with those that reach it. Jest walks through all the
 * others to skip them, and after a failure goes on: here they are taken out, for one failed test is all that
 * Stryker asks for.
 */
module.exports = class StopsAtFirstFailure extends StrykerEnvironment {
  hasFailed = false;

  handleTestEvent({ name, test, describeBlock }, { rootDescribeBlock, testNamePattern }) {
    if (name === 'run_start' && testNamePattern) keepMatching(rootDescribeBlock, testNamePattern, '');
    if (name === 'test_done' && test.errors.length > 0) this.hasFailed = true;
    if (name === 'run_describe_start' && this.hasFailed) describeBlock.children = [];
    if (name === 'test_start' && this.hasFailed) test.mode = 'skip';
  }
};

function keepMatching(block, pattern, prefix) {
  block.children = block.children.filter((child) => {
    const fullName = prefix + child.name;
    if (child.type === 'test') return pattern.test(fullName);
    keepMatching(child, pattern, `${fullName} `);
    return child.children.length > 0;
  });
}
