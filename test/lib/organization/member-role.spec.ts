import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import { join } from 'node:path';
import { Validations } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { AwsSolutionsChecks } from 'cdk-nag';
import { sweepStatements } from '../../../lambda/domain/iam-statements';
import { memberTemplate, MemberStack, type MemberStackProps } from '../../../lib/organization/member-stack';
import { closeAll } from '../../support/clients';
import { anAccount, type FakeRole } from '../../support/fake-aws';
import {
  aMember,
  aMemberRole,
  CENTRAL,
  memberSessionsOf,
  ORGANIZATION,
  serveOrganization,
} from '../../support/organization';
import { anApp, permissionsOf, readable, synth, theOnly } from '../synth';

afterEach(closeAll);

const MEMBER = '111111111111';
const templateOf = (props: MemberStackProps = {}) =>
  Template.fromStack(new MemberStack(anApp(), 'IamLapseMember', props));

/** A value of the template as CloudFormation resolves it in the member. */
function resolved(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(resolved);
  if (typeof value !== 'object' || value === null) return value;
  if ('Ref' in value || 'Fn::Join' in value) {
    return readable(value)
      .replaceAll('<AWS::Partition>', 'aws')
      .replaceAll('<AWS::AccountId>', MEMBER)
      .replaceAll('<CentralAccountId>', CENTRAL)
      .replaceAll('<OrganizationId>', ORGANIZATION);
  }
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, resolved(inner)]));
}

/** The role of the template, for the fake AWS. */
function roleOf(template: Template): FakeRole {
  const { Properties } = theOnly(template, 'AWS::IAM::Role');
  const { RoleName: name, AssumeRolePolicyDocument: trust, Policies: policies } = Properties;
  return {
    name: String(name),
    trust: resolved(trust),
    policies: [policies].flat().map((policy) => Object(resolved(policy)).PolicyDocument as unknown),
  };
}

/** The effective statements of a role, without names. One action may be text or a list. */
const meaningOf = ({ trust, policies }: FakeRole) =>
  [trust, ...policies].flatMap((policy) =>
    [Object(policy).Statement].flat().map((statement: Record<string, unknown>) => ({
      ...statement,
      Sid: undefined,
      Action: [statement['Action']].flat(),
    })),
  );

describe('the role of a member', () => {
  it('lets the account function of the central account in', async () => {
    const members = [aMember(MEMBER, { account: { roles: [roleOf(templateOf())] } })];
    const { aws } = await serveOrganization({ members });
    const session = await memberSessionsOf(aws).open(MEMBER, '20261120T070000Z', 'act');
    expect(session.credentials.accessKeyId).toMatch(/^ASIA/);
  });

  it.each([
    ['another role of the central account', `arn:aws:iam::${CENTRAL}:role/iam-lapse-coordinator`],
    ['the same name below a path', `arn:aws:iam::${CENTRAL}:role/team/iam-lapse-account`],
    ['a role of this name in another account', 'arn:aws:iam::222222222222:role/iam-lapse-account'],
  ])('lets nobody else in: %s', async (_, caller) => {
    const members = [
      aMember(MEMBER, { account: { roles: [roleOf(templateOf())] } }),
      { account: anAccount({ id: '222222222222' }) },
    ];
    const { aws, organization } = await serveOrganization({ members });
    organization.callers.set('CALLER', caller);
    const opened = memberSessionsOf(aws, { accessKeyId: 'CALLER' }).open(MEMBER, 'run', 'judge');
    await expect(opened).rejects.toMatchObject({ reason: 'denied' });
  });

  it('lets nobody in from another organization', async () => {
    const members = [aMember(MEMBER, { account: { roles: [roleOf(templateOf())] } })];
    const { aws } = await serveOrganization({ members, id: 'o-zzzzzzzzzz' });
    const opened = memberSessionsOf(aws).open(MEMBER, 'run', 'judge');
    await expect(opened).rejects.toMatchObject({ reason: 'denied' });
  });

  it('is the one that the tests of the adapters have', () => {
    const made = roleOf(templateOf());
    expect(made.name).toBe(aMemberRole(MEMBER).name);
    expect(meaningOf(made)).toEqual(meaningOf(aMemberRole(MEMBER)));
  });

  it.each([false, true])('may do what the sweep of one account may: reportOnly %s', (reportOnly) => {
    const ofOneAccount = permissionsOf(synth({ reportOnly })).filter((each) =>
      /^Allow (iam|cloudtrail):/.test(each),
    );
    const member = roleOf(templateOf({ reportOnly })).policies.flatMap((policy) =>
      [Object(policy).Statement]
        .flat()
        .flatMap((statement: Record<string, unknown>) =>
          [statement['Action']]
            .flat()
            .map((action) => `Allow ${String(action)} on ${String(statement['Resource'])}`),
        ),
    );
    expect(member.toSorted()).toStrictEqual(
      ofOneAccount
        .map((each) => each.replace('<AWS::Partition>', 'aws').replace('<AWS::AccountId>', MEMBER))
        .toSorted(),
    );
    expect(member).toHaveLength(sweepStatements({ reportOnly }).flatMap(({ actions }) => actions).length);
  });
});

describe('the parameter that keeps a second sweeper out', () => {
  it('has the name of a deployment’s master switch, and is not in the central account', () => {
    const template = templateOf();
    const { Properties, Condition } = theOnly(template, 'AWS::SSM::Parameter') as ReturnType<
      typeof theOnly
    > & {
      Condition?: string;
    };
    expect(Properties).toMatchObject({ Name: '/iam-lapse/mode', Type: 'String', Value: 'organization' });
    expect(Properties).not.toHaveProperty('Tags');
    expect(template.findConditions('*')).toStrictEqual({
      [String(Condition)]: {
        'Fn::Not': [{ 'Fn::Equals': [{ Ref: 'AWS::AccountId' }, { Ref: 'CentralAccountId' }] }],
      },
    });
    // The central account needs the role, because it is swept like the others.
    expect(theOnly(template, 'AWS::IAM::Role')).not.toHaveProperty('Condition');
  });
});

describe('the template', () => {
  it('is the same text for a StackSet and for a stack, and small enough for both', () => {
    const text = memberTemplate();
    expect(JSON.parse(text)).toStrictEqual(templateOf().toJSON());
    // "TemplateBody: minimum length of 1, maximum length of 51,200."
    expect(Buffer.byteLength(text)).toBeLessThan(51_200);
  });

  it('leaves nothing behind', () => {
    // A folder of its own: another process may be making a template, too.
    const own = mkdtempSync(join(os.tmpdir(), 'iam-lapse-'));
    const tmpdir = jest.spyOn(os, 'tmpdir').mockReturnValue(own);
    try {
      memberTemplate();
      expect(tmpdir).toHaveBeenCalledWith();
      expect(readdirSync(own)).toStrictEqual([]);
    } finally {
      tmpdir.mockRestore();
      rmSync(own, { recursive: true });
    }
  });

  it('needs no bootstrap, no asset and nothing but its two values', () => {
    const template = templateOf().toJSON();
    expect(Object.keys(template).toSorted()).toStrictEqual([
      'Conditions',
      'Description',
      'Parameters',
      'Resources',
    ]);
    expect(Object.keys(Object(template['Parameters'])).toSorted()).toStrictEqual([
      'CentralAccountId',
      'OrganizationId',
    ]);
  });

  it('has the values in itself where they are known: a later deploy with others would keep those of parameters', () => {
    const template = templateOf({ centralAccountId: CENTRAL, organizationId: ORGANIZATION });
    expect(template.toJSON()).not.toHaveProperty('Parameters');
    const trust = JSON.stringify(template.findResources('AWS::IAM::Role'));
    expect(trust).toContain(CENTRAL);
    expect(trust).toContain(ORGANIZATION);
  });

  it('has nothing that cdk-nag finds and nobody has explained', () => {
    const app = anApp();
    new MemberStack(app, 'IamLapseMember');
    Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
    expect(() => app.synth()).not.toThrow();
  });
});
