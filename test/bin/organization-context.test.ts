import { parseContext as parse } from '../../bin/context';
import { regionProblem } from '../../bin/opt-in-regions';
import { complaints, EMAIL } from './complaints';

const ORGANIZATION = { ...EMAIL, organization: 'o-ab12cd34ef' };
const UNITS = { ...ORGANIZATION, organizationalUnits: 'r-ab12' };

describe('organization', () => {
  it('is the id of one, and leaves the other keys as they are', () => {
    expect(parse(UNITS)).toStrictEqual({
      emails: ['security@example.com'],
      schedule: 'cron(0 7 * * ? *)',
      organization: 'o-ab12cd34ef',
      organizationalUnits: ['r-ab12'],
    });
  });

  it.each(['', 'o-short', 'O-AB12CD34EF', 'r-ab12', true, null])('%j is none', (organization) => {
    expect(complaints({ ...UNITS, organization })).toContain(
      'context organization: must be the id of an organization, such as o-ab12cd34ef',
    );
  });

  it.each([
    ['organizationalUnits', 'r-ab12'],
    ['members', 'none'],
    ['accountsAtOnce', 20],
    ['central', '123456789012'],
  ])('%s without it is no deployment of a single account', (key, value) => {
    expect(complaints({ ...EMAIL, [key]: value })).toStrictEqual([
      `context ${key}: belongs to the deployment for an organization; give its id too, as "organization", or remove this key`,
    ]);
  });

  it('misspelt is one mistake, not one for each key that goes with it', () => {
    expect(
      complaints({ ...EMAIL, organisation: 'o-ab12cd34ef', organizationalUnits: 'r-ab12' }),
    ).toStrictEqual(['context organisation: is not a key of iam-lapse: did you mean "organization"?']);
  });

  it.each([true, 'false'])('newCredentialNotices is not for it, not even as %j', (newCredentialNotices) => {
    expect(complaints({ ...UNITS, newCredentialNotices })).toStrictEqual([
      expect.stringMatching(/^context newCredentialNotices: is for the deployment of a single account/),
    ]);
  });
});

describe('organizationalUnits', () => {
  it('are ids, separated by commas; one given twice is one', () => {
    const organizationalUnits = ' ou-ab12-11111111 , r-ab12,r-ab12 ';
    expect(parse({ ...ORGANIZATION, organizationalUnits }).organizationalUnits).toStrictEqual([
      'ou-ab12-11111111',
      'r-ab12',
    ]);
  });

  it.each([
    ['an OU’s name', 'Production', 'Production'],
    ['an account', '123456789012', '123456789012'],
    ['an OU without its own part', 'ou-ab12', 'ou-ab12'],
    ['nothing after a comma', 'r-ab12,', ''],
    ['nothing', '', ''],
  ])('%s is refused in one line that names it', (_, organizationalUnits, bad) => {
    expect(complaints({ ...ORGANIZATION, organizationalUnits })).toStrictEqual([
      `context organizationalUnits: ${JSON.stringify(bad)} is not the id of a root or of an organizational unit, such as r-ab12 or ou-ab12-11111111`,
    ]);
  });

  it('must be given for a StackSet, which is the default', () => {
    const missing = [
      expect.stringMatching(/^context organizationalUnits: is missing\. .*r-\.\.\..*ou-\.\.\./),
    ];
    expect(complaints(ORGANIZATION)).toStrictEqual(missing);
    expect(complaints({ ...ORGANIZATION, members: 'stackset' })).toStrictEqual(missing);
  });

  it('are of no use with members: none, or for the stack of one member', () => {
    expect(complaints({ ...ORGANIZATION, members: 'none' })).toStrictEqual([]);
    expect(complaints({ ...ORGANIZATION, central: '123456789012' })).toStrictEqual([]);
    expect(complaints({ ...UNITS, members: 'none' })).toStrictEqual([
      expect.stringMatching(/^context organizationalUnits: is for the StackSet, and "members" is "none"/),
    ]);
  });
});

describe('accountsAtOnce', () => {
  it.each([
    [1, 1],
    ['1', 1],
    [100, 100],
    ['100', 100],
  ])('%j is %d', (accountsAtOnce, expected) => {
    expect(parse({ ...UNITS, accountsAtOnce }).accountsAtOnce).toBe(expected);
  });

  it.each([0, '0', 101, '101', 2.5, '', 'many', true])('%j is not from 1 to 100', (accountsAtOnce) => {
    expect(complaints({ ...UNITS, accountsAtOnce })).toStrictEqual([
      'context accountsAtOnce: must be a whole number from 1 to 100',
    ]);
  });
});

it.each(['12345678901', '1234567890123', 'o-ab12cd34ef', 123_456_789_012])(
  'central %j is no account',
  (central) => {
    expect(complaints({ ...UNITS, central })).toStrictEqual([
      'context central: must be the id of the account with the deployment, 12 digits',
    ]);
  },
);

it.each(['stackSet', '', true])('members %j is neither of the two', (members) => {
  expect(complaints({ ...UNITS, members })).toStrictEqual([
    'context members: must be "stackset", or "none" if you bring the role to the members yourself',
  ]);
});

describe('the region of an organization’s deployment', () => {
  it.each([
    'us-east-1',
    'ap-northeast-3',
    'sa-east-1',
    'cn-north-1',
    'us-gov-west-1',
    'us-isob-east-1',
    'eusc-de-east-1',
  ])('%s is one that every account has', (region) => {
    expect(regionProblem(region)).toBeUndefined();
  });

  it.each([
    'ap-east-1',
    'eu-south-1',
    'me-central-1',
    'af-south-1',
    'il-central-1',
    'eu-central-2',
    'mx-central-1',
  ])('%s must be opted into, and is refused', (region) => {
    expect(regionProblem(region)).toMatch(new RegExp(`^region ${region}: .*opting in`));
  });
});
