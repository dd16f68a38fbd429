export const USAGE = `usage: npm run lock -- USER --reason TEXT [options]
       npx iam-lapse lock USER --reason TEXT [options]

Takes away the credentials of one IAM user, with the AWS credentials of this shell:
every active access key becomes Inactive, and the login profile (console password) is
deleted. Without --yes it prints the evidence and the plan, and changes nothing.
docs/incident.md explains what it does, and what it does not end.

  --reason TEXT       why, for the record and the mail: INC-42
  --yes               do it
  --even-if-exempt    also if the policy exempts the user
  --hours N           how far the evidence looks back (default: 24)
  --no-record         without a record, for example if the bucket refuses it
  --stack NAME        the CloudFormation stack of iam-lapse; as shipped: IamLapse
  -h, --help          print this

Exit codes: 0 locked, or the plan was printed; 1 a call failed, and nothing was locked;
2 the input is wrong; 4 something was not locked.`;
