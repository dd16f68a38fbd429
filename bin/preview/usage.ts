import { POLICY_PARAMETER } from '../../lambda/domain/settings';

/** The text of `--help`. */
export const USAGE = `usage: npm run preview -- [options]

Judges a credential report or your live account, and prints the digest of a
dry-run. It changes nothing in AWS. Without options, it judges the sample report
in examples/.

What to judge
  --report FILE         a credential report of your account, as
                        aws iam get-credential-report --query Content --output text
                        prints it after base64 -d
  --live                the account behind your AWS credentials, read-only;
                        docs/operating.md lists the permissions
  --record PLACE        nothing: draw the page of a past run from its record, which is
                        s3://BUCKET/ACCOUNT/runs/YYYY/MM/DD/RUN/ or a folder with
                        its files; needs --html

How to judge
  --policy FILE         by this policy (default: policy.json of this project)
  --policy-from-ssm     by the deployed policy, ${POLICY_PARAMETER} in AWS_REGION
  --now DATE            as of 2026-11-20 or 2026-11-20T07:00:00Z (default: now; for
                        the sample, 2026-11-20T07:00:00Z)
  --assume-announced    skip the notice period: show what would be disabled today

What to show
  --days N              add a forecast of N days (1 to 90), starting today
  --as-enforced         an example: the digest as an enforcing run would send it,
                        with the commands that undo it; not with --live
  --json                print the verdicts as JSON instead of the digest
  --html FILE           also write a page for the browser
  --fail-on stale       exit with 3 if a credential is stale; unclear ones do not
                        count, and a line on stderr says how many there are
  --help                print this help

Exit code: 0, or 3 as above; 2 for bad input; 1 if anything else failed or halted.`;
