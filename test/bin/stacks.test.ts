import { Template } from 'aws-cdk-lib/assertions';
import { parseContext } from '../../bin/context';
import { addStack } from '../../bin/stacks';
import { anApp, removeAssemblies, resourcesOf, theOnly } from '../lib/synth';
import { type Context, EMAIL } from './complaints';

afterAll(removeAssemblies);

const ORGANIZATION = { ...EMAIL, organization: 'o-ab12cd34ef' };

function appOf(context: Context, region?: string) {
  const app = anApp();
  addStack(app, parseContext(context), region);
  const { stacks } = app.synth();
  const [stack, ...others] = stacks;
  if (stack === undefined || others.length > 0) throw new Error('not exactly one stack');
  return { stackName: stack.stackName, template: Template.fromJSON(stack.template) };
}

describe('the app has one stack, so that `cdk deploy` needs no name', () => {
  it.each<[string, Context, string]>([
    ['of one account', EMAIL, 'IamLapse'],
    ['of an organization', { ...ORGANIZATION, organizationalUnits: 'r-ab12' }, 'IamLapseOrganization'],
    [
      'of an organization that brings the role itself',
      { ...ORGANIZATION, members: 'none' },
      'IamLapseOrganization',
    ],
    [
      'of a member',
      { ...ORGANIZATION, organizationalUnits: 'r-ab12', central: '123456789012' },
      'IamLapseMember',
    ],
  ])('%s', (_, context, expected) => {
    expect(appOf(context, 'us-east-1').stackName).toBe(expected);
  });

  it('without a word about an organization, is the stack of one account, whatever the region', () => {
    // The CDK prints its warning about the notices.
    jest.spyOn(console, 'error').mockImplementation(() => undefined);
    expect(appOf(EMAIL, 'ap-east-1').stackName).toBe('IamLapse');
  });
});

it('members: none has no StackSet', () => {
  const stackSets = (context: Context) =>
    Object.keys(resourcesOf(appOf(context).template, 'AWS::CloudFormation::StackSet'));
  expect(stackSets({ ...ORGANIZATION, organizationalUnits: 'r-ab12' })).toHaveLength(1);
  expect(stackSets({ ...ORGANIZATION, members: 'none' })).toHaveLength(0);
});

it('a member trusts the account and the organization of the context, and reportOnly is for it too', () => {
  const context = { ...ORGANIZATION, central: '123456789012', reportOnly: 'true' };
  const { template } = appOf(context);
  const role = JSON.stringify(theOnly(template, 'AWS::IAM::Role'));
  expect(role).toContain('123456789012');
  expect(role).toContain('o-ab12cd34ef');
  expect(role).not.toContain('iam:UpdateAccessKey');
});

it.each([{ organizationalUnits: 'r-ab12' }, { central: '123456789012' }])(
  'an organization is not deployed to a region that somebody must opt into: %j',
  (more) => {
    expect(() => appOf({ ...ORGANIZATION, ...more }, 'ap-east-1')).toThrow(/^region ap-east-1: /);
  },
);
