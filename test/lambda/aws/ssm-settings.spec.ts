import { SsmSettings } from '../../../lambda/aws/ssm-settings';
import { policySha256 } from '../../../lambda/domain/settings';
import { clientsOf, closeAll, serve } from '../../support/clients';
import { MODE_PARAMETER, POLICY_PARAMETER } from '../../support/deployment';
import { type FakeAccount, anAccount, type Fault } from '../../support/fake-aws';
import { serveScript } from '../../support/scripted-aws';

afterEach(closeAll);

const NAMES = { mode: MODE_PARAMETER, policy: POLICY_PARAMETER };
const POLICY = '{"note":"Grüße"}';
const BOTH: FakeAccount['parameters'] = {
  [MODE_PARAMETER]: { value: 'enforce', version: 2 },
  [POLICY_PARAMETER]: { value: POLICY, version: 7 },
};

async function settingsOf(parameters: FakeAccount['parameters'] = BOTH, ...faults: Fault[]) {
  const aws = await serve(anAccount({ parameters }));
  aws.faults.push(...faults);
  return { aws, settings: new SsmSettings(clientsOf(aws).ssm, NAMES) };
}

describe('mode and policy', () => {
  it('are read with one call, so that they are of one moment', async () => {
    const { aws, settings } = await settingsOf();
    expect(await settings.read()).toEqual({
      mode: { name: MODE_PARAMETER, value: 'enforce' },
      policy: { name: POLICY_PARAMETER, value: { text: POLICY, version: 7, sha256: policySha256(POLICY) } },
    });
    expect(aws.calls.map(({ action }) => action)).toEqual(['GetParameters']);
  });

  it.each(['mode', 'policy'] as const)('have no default when there is no %s', async (which) => {
    const parameters = { ...BOTH };
    delete parameters[NAMES[which]];
    const { settings } = await settingsOf(parameters);
    const read = await settings.read();
    expect(read[which]).toEqual({ name: NAMES[which], value: undefined });
  });

  it.each<[string, Fault]>([
    ['denies', { error: { code: 'AccessDeniedException', status: 400, message: 'not authorized' } }],
    ['fails', { error: { code: 'InternalServerError', status: 500 } }],
    ['answers with a page of HTML', { html: true }],
    ['answers nothing', { emptyBody: true }],
    ['cuts the connection', { reset: true }],
  ])('are not missing when SSM %s: it throws', async (_how, fault) => {
    const { settings } = await settingsOf(BOTH, fault);
    await expect(settings.read()).rejects.toThrow(/./);
  });

  it.each([
    ['no list', '{}'],
    ['no value', `{"Parameters":[{"Name":"${POLICY_PARAMETER}","Version":1}]}`],
    ['no version', `{"Parameters":[{"Name":"${POLICY_PARAMETER}","Value":"{}"}]}`],
  ])('are not missing when the answer has %s: it throws', async (_what, body) => {
    const aws = await serveScript('application/x-amz-json-1.1', body);
    const settings = new SsmSettings(clientsOf(aws).ssm, NAMES);
    await expect(settings.read()).rejects.toThrow('GetParameters returned an unexpected response');
  });
});

it('a policy’s hash is what sha256sum prints for the file', () => {
  expect(policySha256('Grüße\n')).toBe('b1de61b8108f15d9913e0fa2e6371ed737fbe2be84e63a89ca8ae7a370322371');
});
