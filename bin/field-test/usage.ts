/** The text of `--help`. */
export const USAGE = `usage: npm run field-test -- --account 123456789012 [options]

Tries beliefs about AWS that iam-lapse rests on (docs/assumptions.md), in an
account that you name and with your AWS credentials. It makes a few IAM users
without any permission, and removes them again. Use an account for experiments.

  --account ID          the account; your credentials must belong to it
  --yes                 begin, and remove what an earlier run left, without asking
  --wait-for-events     also wait for an event in CloudTrail, up to 20 minutes
  --help                print this help

Exit code: 0 if every belief that could be tried holds; 3 if one does not hold;
2 for bad input; 1 if it failed, was interrupted or left something behind.`;
