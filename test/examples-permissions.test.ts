import { READS_OF_A_TRAIL, READS_OF_A_USER, READS_OF_THE_ACCOUNT } from '../lambda/domain/iam-actions';
import { allowedBy } from './bin/example-policy';

it('examples/preview-live.json allows exactly what a live preview reads', () => {
  const reads = [...READS_OF_THE_ACCOUNT, ...READS_OF_A_USER, ...READS_OF_A_TRAIL];
  expect(allowedBy('preview-live.json')).toStrictEqual(reads.toSorted());
});

it("AWS's IAMReadOnlyAccess allows it, too, but for the check of the trails", () => {
  // https://docs.aws.amazon.com/aws-managed-policy/latest/reference/IAMReadOnlyAccess.html, version 4
  const managed = /^iam:(?:GenerateCredentialReport|Get\w+|List\w+)$/;
  const others = allowedBy('preview-live.json').filter((action) => !managed.test(action));
  expect(others).toStrictEqual(['cloudtrail:DescribeTrails', ...READS_OF_A_TRAIL]);
});
