import { POLICY_PARAMETER } from '../../lambda/domain/settings';
import { own } from './options';

/** The text of `--help`, with the options that newcomers need first. */
export const USAGE = `usage: npm run preview -- [options]
       npx iam-lapse preview [options]

Judges the IAM passwords and access keys of an account, and prints the digest of a
dry-run. It changes nothing in AWS. Without options, it judges the sample report in
examples/. npm run needs the -- before the options; npx does not.

  npm run preview                                     the sample account
  npm run preview -- --live                           your account
  npm run preview -- --live --html page.html          and a page for the browser
  npm run --silent preview -- --live --json           as JSON, for programs

What to judge
  --live                the account behind your AWS credentials, read-only; it needs
                        the permissions in ${own('docs', 'operating.md')}
  --report FILE         a credential report of your account, as the AWS CLI prints it:
                        aws iam generate-credential-report, then
                        aws iam get-credential-report --output json > FILE

What to show
  --html FILE           also write a page for the browser, with a forecast of 30 days
  --days N              add a forecast of N days (1 to 90), starting today; with --html,
                        the page has N days, too
  --as-enforced         an example: the digest as an enforcing run would send it,
                        with the commands that undo it; not with --live
  --json                print JSON instead of the digest; its format is in
                        ${own('preview.schema.json')}
  --fail-on LIST        exit with 3 if there is any of these, separated by commas:
                        stale (credentials), unclear (credentials), high (findings
                        of account checks, critical ones too); stderr says why
  --record PLACE        draw a past run instead of judging; needs --html. PLACE is
                        s3://BUCKET/ACCOUNT/runs/YYYY/MM/DD/RUN/ from the digest, or
                        a folder with its files; with organization in place of
                        ACCOUNT, the run of an organization

How to judge
  --policy FILE         by this policy (default: policy.json of this project)
  --policy-from-ssm     by the deployed policy, ${POLICY_PARAMETER} in AWS_REGION
  --assume-announced    skip the notice period: show what would be disabled today
  --now DATE            as of 2026-11-20 or 2026-11-20T07:00:00Z (default: now; for
                        the sample, 2026-11-20T07:00:00Z)

  -h, --help            print this help (npm run takes -h itself: put -- before it)

Exit code: 0, or 3 as above; 2 for bad input; 1 if anything else failed or halted.`;
