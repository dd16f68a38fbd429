/** The text of `--help`. */
export const USAGE = `usage: npm run --silent member-template -- [options]

Prints the CloudFormation template that lets an organization's deployment sweep an
account: for members whose roles you make yourself ("members": "none"). It has two
parameters, CentralAccountId and OrganizationId, and needs CAPABILITY_NAMED_IAM.
It reads nothing from AWS, and changes nothing.

  --central ID          the account with the deployment, in place of the first
  --organization o-...  the organization, in place of the second
  --report-only         without IAM's write actions
  --delegation-policy   print instead the policy that lets the central account list
                        the organization, without being a delegated administrator;
                        needs --central. The management account puts it with
                        aws organizations put-resource-policy
  --partition NAME      for that policy, such as aws-us-gov (default: aws)
  -h, --help            print this

Exit codes: 0; 2 if the input is wrong.`;
