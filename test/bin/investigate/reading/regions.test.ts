import { regionsToAsk } from '../../../../bin/investigate/reading/regions';
import { isRegion } from '../../../../lambda/domain/identity';
import { ACCOUNT } from '../../../support/builders';

const PLACES = { account: ACCOUNT, configured: 'us-east-1', keyUses: [], option: [] };
const regionsOf = (places: Partial<Parameters<typeof regionsToAsk>[0]>) =>
  regionsToAsk({ ...PLACES, ...places }).map(({ region }) => region);

it('asks where IAM and sign-ins are recorded, then the rest, each once with all reasons', () => {
  expect(
    regionsToAsk({
      account: ACCOUNT,
      configured: 'eu-west-1',
      keyUses: ['eu-west-1', 'N/A', 'us-east-1', 'eu-west-1'],
      option: ['sa-east-1', 'us-east-2'],
    }),
  ).toStrictEqual([
    { region: 'us-east-1', why: ['iam', 'signIn', 'keyUse'] },
    { region: 'us-east-2', why: ['signIn', 'option'] },
    { region: 'eu-north-1', why: ['signIn'] },
    { region: 'ap-southeast-2', why: ['signIn'] },
    { region: 'eu-west-1', why: ['configured', 'keyUse'] },
    { region: 'sa-east-1', why: ['option'] },
  ]);
});

it('of another partition, asks its own region for IAM', () => {
  const of = (partition: string, configured: string) =>
    regionsOf({ account: { ...ACCOUNT, partition }, configured });
  expect(of('aws-us-gov', 'us-gov-east-1')).toStrictEqual(['us-gov-west-1', 'us-gov-east-1']);
  expect(of('aws-cn', 'cn-north-1')).toStrictEqual(['cn-north-1']);
  // A partition whose region for IAM is not known: the configured one alone.
  expect(of('aws-eusc', 'eusc-de-east-1')).toStrictEqual(['eusc-de-east-1']);
});

it('a place of a key that is no region is not asked: it would become part of a host name', () => {
  const keyUses = ['N/A', '', 'aws-global', 'evil.example.com/', 'us-east-1.evil.example'];
  expect(regionsOf({ keyUses })).toStrictEqual(regionsOf({}));
});

it('knows the form of a region', () => {
  const regions = [
    'us-east-1',
    'ap-southeast-2',
    'us-gov-west-1',
    'eusc-de-east-1',
    'us-isob-east-1',
    'mx-central-1',
  ];
  expect(regions.filter((region) => !isRegion(region))).toStrictEqual([]);
});
