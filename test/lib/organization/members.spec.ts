import { memberTemplate } from '../../../lib/organization/member-stack';
import { ORGANIZATION } from '../../support/organization';
import { resourcesOf, theOnly } from '../synth';
import { synthOrganization } from './an-organization';

const stackSet = (props: Parameters<typeof synthOrganization>[0] = {}) =>
  theOnly(synthOrganization(props), 'AWS::CloudFormation::StackSet').Properties;

describe('the StackSet', () => {
  it('brings the member’s template to every account below the units, and to those that join later', () => {
    expect(stackSet({ organizationalUnits: ['r-ab12', 'ou-ab12-11111111'] })).toMatchObject({
      PermissionModel: 'SERVICE_MANAGED',
      CallAs: 'DELEGATED_ADMIN',
      Capabilities: ['CAPABILITY_NAMED_IAM'],
      AutoDeployment: { Enabled: true, RetainStacksOnAccountRemoval: false },
      StackInstancesGroup: [
        {
          DeploymentTargets: { OrganizationalUnitIds: ['r-ab12', 'ou-ab12-11111111'] },
          Regions: [{ Ref: 'AWS::Region' }],
        },
      ],
      TemplateBody: memberTemplate(),
      Parameters: [
        { ParameterKey: 'CentralAccountId', ParameterValue: { Ref: 'AWS::AccountId' } },
        { ParameterKey: 'OrganizationId', ParameterValue: ORGANIZATION },
      ],
    });
  });

  it('does not fail the deployment because one member did: every run tells who is missing', () => {
    expect(stackSet()).toMatchObject({
      OperationPreferences: {
        FailureTolerancePercentage: 100,
        MaxConcurrentPercentage: 100,
        ConcurrencyMode: 'SOFT_FAILURE_TOLERANCE',
      },
      ManagedExecution: { Active: true },
    });
  });

  it('with reportOnly leaves the writes out of the role', () => {
    const body = (props = {}) => String(stackSet(props)['TemplateBody']);
    expect(body()).toContain('iam:UpdateAccessKey');
    expect(body({ reportOnly: true })).not.toMatch(/iam:(UpdateAccessKey|DeleteLoginProfile)/);
  });

  it('is not there for those who bring the role themselves', () => {
    const template = synthOrganization({ organizationalUnits: undefined });
    expect(resourcesOf(template, 'AWS::CloudFormation::StackSet')).toStrictEqual({});
  });
});
