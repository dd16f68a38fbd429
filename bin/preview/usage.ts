export const USAGE = `usage: npm run preview -- [options]

Judges a credential report, or the account itself, and prints the digest of a
dry-run. Changes nothing in AWS. Without options: the sample in examples/.

What to judge
  --report FILE         your own report, as
                        aws iam get-credential-report --query Content --output text
                        prints it after base64 -d
  --live                the account behind your AWS credentials, read-only; the
                        permissions that it takes are in the README
  --record PLACE        nothing anew: a past run's record, s3://BUCKET/ACCOUNT/runs/
                        YYYY/MM/DD/RUN/ or a folder with its files; with --html

By what
  --policy FILE         default: policy.json of this project
  --policy-from-ssm     the deployed one, /iam-lapse/policy in your AWS_REGION
  --now DATE            judge as of 2026-11-20 or 2026-11-20T07:00:00Z (default:
                        now; the sample: 2026-11-20T07:00:00Z)
  --assume-announced    as if all notice had been given

What to show
  --days N              what would happen on each of N days (1 to 90), today first
  --json                the verdicts as JSON in place of the digest
  --html FILE           write a page for the browser, too
  --fail-on stale       exit with 3 when anything is stale; what is unclear was not
                        judged and does not count: a note on stderr says how many
  --help

Exit: 0, 3 as above, 2 bad input, 1 anything that broke or was halted.`;
