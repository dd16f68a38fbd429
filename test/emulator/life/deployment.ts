import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfirmSubscriptionCommand } from '@aws-sdk/client-sns';
import { bootstrap, deployStack } from '../deploy';
import { fetchFunction } from '../invoke';
import type { Life } from './life';

/** The shipped policy has seven days of notice. */
export const SHIPPED_POLICY = readFileSync(join(__dirname, '..', '..', '..', 'policy.json'), 'utf8');

/** The owner adds this to the policy after the deploy. */
const EXEMPTION = { name: 'drill', match: { tags: { lapse: 'never' } }, reason: 'tested once a year' };

/** The policy after the owner's edit. */
export const EDITED_POLICY = JSON.stringify({ ...JSON.parse(SHIPPED_POLICY), exemptions: [EXEMPTION] });

/** `cdk bootstrap` sets this parameter, and `cdk deploy` reads it. */
const BOOTSTRAP_VERSION = '/cdk-bootstrap/hnb659fds/version';

export function deployment(life: Life): void {
  life.step('cdk bootstrap makes an empty account ready', async () => {
    const { account } = life;
    expect(await account.parameter(BOOTSTRAP_VERSION)).toBeUndefined();
    await bootstrap(account.shell);
    expect(await account.parameter(BOOTSTRAP_VERSION)).toMatch(/^\d+$/);
  });

  life.step('cdk deploy leaves the mode dry-run, the policy and a subscription to confirm', async () => {
    const { account } = life;
    const outputs = await deployStack(account.shell, account.folder);
    life.deployed(outputs, await fetchFunction(account, outputs.SweepFunctionName, life.python));
    expect(await account.parameter(outputs.ModeParameterName)).toBe('dry-run');
    expect(await account.parameter(outputs.PolicyParameterName)).toBe(SHIPPED_POLICY);
    await confirmSubscription(life);
  });

  life.step('the policy is edited in place', async () => {
    const { account, outputs } = life;
    writeFileSync(join(account.folder, 'my-policy.json'), EDITED_POLICY);
    await account.shell.aws(
      'aws ssm put-parameter --name /iam-lapse/policy --value file://my-policy.json --overwrite',
    );
    expect(await account.parameter(outputs.PolicyParameterName)).toBe(EDITED_POLICY);
  });
}

/** Opens the link in SNS's mail. */
export async function confirmSubscription({ account, outputs }: Life): Promise<void> {
  const { DigestTopicArn: TopicArn } = outputs;
  expect(await account.subscribers(TopicArn)).toEqual({ pending: '1', confirmed: '0' });
  await account.clients.sns.send(new ConfirmSubscriptionCommand({ TopicArn, Token: 'from-the-mail' }));
  expect(await account.subscribers(TopicArn)).toEqual({ pending: '0', confirmed: '1' });
}
