import { SsmMasterSwitch, SsmOrganizationSettings } from '../../../lambda/aws/ssm-organization-settings';
import { sha256 } from '../../../lambda/domain/sha256';
import { clientsOf, closeAll, serve } from '../../support/clients';
import { type FakeAccount, anAccount, type Fault } from '../../support/fake-aws';

afterEach(closeAll);

const NAMES = {
  mode: '/iam-lapse/mode',
  policy: '/iam-lapse/policy',
  organization: '/iam-lapse/organization',
};
const ALL: FakeAccount['parameters'] = {
  [NAMES.mode]: { value: 'enforce', version: 2 },
  [NAMES.policy]: { value: '{"a":1}', version: 3 },
  [NAMES.organization]: { value: '{"b":"ü"}', version: 4 },
};

async function ssmWith(parameters = ALL, ...faults: Fault[]) {
  const aws = await serve(anAccount({ parameters }));
  aws.faults.push(...faults);
  return { aws, ssm: clientsOf(aws).ssm };
}

describe('the settings of an organization', () => {
  it('are read with one call, so that they are of one moment', async () => {
    const { aws, ssm } = await ssmWith();
    expect(await new SsmOrganizationSettings(ssm, NAMES).read()).toStrictEqual({
      mode: { name: NAMES.mode, value: { text: 'enforce', version: 2, sha256: sha256('enforce') } },
      policy: { name: NAMES.policy, value: { text: '{"a":1}', version: 3, sha256: sha256('{"a":1}') } },
      organization: {
        name: NAMES.organization,
        value: { text: '{"b":"ü"}', version: 4, sha256: sha256('{"b":"ü"}') },
      },
    });
    expect(aws.calls.map(({ action }) => action)).toStrictEqual(['GetParameters']);
  });

  it.each(['mode', 'policy', 'organization'] as const)(
    'have no default when there is no %s',
    async (which) => {
      const { [NAMES[which]]: _, ...parameters } = ALL;
      const { ssm } = await ssmWith(parameters);
      const read = await new SsmOrganizationSettings(ssm, NAMES).read();
      expect(read[which]).toStrictEqual({ name: NAMES[which], value: undefined });
    },
  );

  it.each<[string, Fault]>([
    ['denies', { error: { code: 'AccessDeniedException', status: 400 } }],
    ['answers nothing', { emptyBody: true }],
    ['answers with a page of HTML', { html: true }],
  ])('are not missing when SSM %s', async (_, fault) => {
    const { ssm } = await ssmWith(ALL, fault);
    await expect(new SsmOrganizationSettings(ssm, NAMES).read()).rejects.toThrow(/^GetParameters /);
    await expect(new SsmMasterSwitch(ssm, NAMES.mode).read()).rejects.toThrow(/^GetParameters /);
  });
});

describe('the master switch', () => {
  it('is as it is at this moment', async () => {
    const { aws, ssm } = await ssmWith();
    const master = new SsmMasterSwitch(ssm, NAMES.mode);
    expect(await master.read()).toBe('enforce');
    aws.account.parameters[NAMES.mode] = { value: 'dry-run', version: 3 };
    expect(await master.read()).toBe('dry-run');
    delete aws.account.parameters[NAMES.mode];
    expect(await master.read()).toBeUndefined();
  });

  it('asks for the mode alone', async () => {
    const { aws, ssm } = await ssmWith();
    await new SsmMasterSwitch(ssm, NAMES.mode).read();
    expect(aws.calls[0]?.params['Names']).toBe(JSON.stringify([NAMES.mode]));
  });
});
