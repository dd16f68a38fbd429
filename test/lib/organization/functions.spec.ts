import { AccountEnvironment, CoordinatorEnvironment } from '../../../lambda/environment';
import { sha256 } from '../../../lambda/domain/sha256';
import { ORGANIZATION } from '../../support/organization';
import { POLICY_TEXT, type Resource, resourcesOf } from '../synth';
import { ORGANIZATION_TEXT, synthOrganization } from './an-organization';

function functionNamed(
  id: string,
  props: Parameters<typeof synthOrganization>[0] = {},
): Resource['Properties'] {
  const found = Object.entries(resourcesOf(synthOrganization(props), 'AWS::Lambda::Function'));
  const [, resource] = found.find(([each]) => each.startsWith(id)) ?? [];
  if (resource === undefined) throw new Error(`no function ${id}`);
  return resource.Properties;
}
const variablesOf = (id: string, props = {}): Record<string, unknown> =>
  Object(functionNamed(id, props)['Environment']).Variables;

describe('the two functions', () => {
  it.each([
    ['CoordinatorFunction', CoordinatorEnvironment],
    ['AccountFunction', AccountEnvironment],
  ])('%s has the variables that its code asks for, name by name', (id, schema) => {
    expect(Object.keys(variablesOf(id)).toSorted()).toStrictEqual(
      [...Object.keys(schema.shape), 'NODE_OPTIONS'].toSorted(),
    );
  });

  it.each([
    ['CoordinatorFunction', 1024],
    ['AccountFunction', 512],
  ])('%s has all the time that Lambda gives', (id, MemorySize) => {
    expect(functionNamed(id)).toMatchObject({ Timeout: 900, MemorySize, Architectures: ['arm64'] });
  });

  it('know the deployed texts and the organization', () => {
    expect(variablesOf('CoordinatorFunction')).toMatchObject({
      DEPLOYED_POLICY_SHA256: sha256(POLICY_TEXT),
      DEPLOYED_ORGANIZATION_SHA256: sha256(ORGANIZATION_TEXT),
      ORGANIZATION_ID: ORGANIZATION,
      REPORT_ONLY: 'false',
    });
  });

  it.each(['CoordinatorFunction', 'AccountFunction'])(
    '%s knows that nobody may write, with reportOnly',
    (id) => {
      expect(variablesOf(id, { reportOnly: true })).toMatchObject({ REPORT_ONLY: 'true' });
    },
  );

  it('are invoked by the machine alone: no permission lets anybody else', () => {
    expect(resourcesOf(synthOrganization(), 'AWS::Lambda::Permission')).toStrictEqual({});
  });
});
