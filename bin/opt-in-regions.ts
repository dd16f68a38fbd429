/**
 * The regions of the partition `aws` that every account has. Each one since March 2019 must be opted into, account by
 * account (AWS General Reference, "Managing AWS Regions"), so this list does not grow.
 */
const OF_EVERY_ACCOUNT = [
  'us-east-1 us-east-2 us-west-1 us-west-2 ca-central-1 sa-east-1',
  'eu-central-1 eu-north-1 eu-west-1 eu-west-2 eu-west-3',
  'ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-south-1 ap-southeast-1 ap-southeast-2',
].flatMap((area) => area.split(' '));

/** The other partitions have no regions to opt into. */
const OF_OTHER_PARTITIONS = /^(cn|us-gov|us-iso[a-z]*|eu-iso[a-z]*|eusc)-/;

/** What is wrong with a region for an organization's deployment. */
export function regionProblem(region: string): string | undefined {
  if (OF_EVERY_ACCOUNT.includes(region) || OF_OTHER_PARTITIONS.test(region)) return undefined;
  return `region ${region}: an account has it only after opting in, and where one has not, STS and the StackSet fail. Deploy to a region that every account has, such as us-east-1 or eu-west-1`;
}
