import { PolicyReader } from '../../../lambda/aws/iam-policy-reader';
import { UserReader } from '../../../lambda/aws/iam-user-reader';
import { S3RecordStore } from '../../../lambda/aws/s3-record-store';
import { SnsDigestTopic } from '../../../lambda/aws/sns-digest-topic';
import { SsmSettings } from '../../../lambda/aws/ssm-settings';
import { LedgerSession } from '../../../lambda/ledger-session';
import { notify, type NotifyPorts } from '../../../lambda/new-credential/notify';
import { ACCOUNT, LONG_AGO, NOW } from '../../support/builders';
import { clientsOf, serve } from '../../support/clients';
import { batchOf } from '../../support/cloudtrail';
import {
  aDeployedAccount,
  type DeployedOptions,
  MODE_PARAMETER,
  POLICY_PARAMETER,
  RECORD_BUCKET,
  TOPIC_ARN,
} from '../../support/deployment';
import { aUser, type Fault } from '../../support/fake-aws';
import { storeLedger } from '../../support/stored';
import { unwrapped } from '../domain/digest/run-reports';

/** The user of the events in `test/support/cloudtrail.ts`. */
export const BOB = aUser({ name: 'bob', path: '/team/', createdAt: LONG_AGO });

interface Told {
  /** Of the last log line. */
  readonly status: unknown;
  readonly mails: readonly { readonly subject?: string; readonly message: string }[];
  readonly calls: readonly string[];
  /** Of the one mail, in one line. */
  readonly text: string;
}

/** The function hears of one event, or of a batch. */
export async function toldOf(
  event: unknown,
  {
    faults = [],
    ledger,
    longestMs,
    ...options
  }: DeployedOptions & {
    readonly longestMs?: number;
    readonly faults?: readonly Fault[];
    readonly ledger?: Parameters<typeof storeLedger>[1];
  } = {},
): Promise<Told> {
  const account = aDeployedAccount({ users: [BOB], ...options });
  if (ledger !== undefined) storeLedger(account, ledger);
  const aws = await serve(account);
  aws.faults.push(...faults);
  const { iam, ssm, sns, s3 } = clientsOf(aws);
  const records = new S3RecordStore(s3, RECORD_BUCKET, ACCOUNT, 'us-east-1');
  const lines: Readonly<Record<string, unknown>>[] = [];
  const ports: NotifyPorts = {
    settings: new SsmSettings(ssm, { mode: MODE_PARAMETER, policy: POLICY_PARAMETER }),
    users: new UserReader(iam),
    policies: new PolicyReader(iam),
    ledger: () => LedgerSession.read(records, ACCOUNT.id),
    topic: new SnsDigestTopic(sns, TOPIC_ARN),
    notices: records,
    now: () => NOW,
    log: (_level, name, fields) => lines.push({ name, ...fields }),
  };
  await notify(batchOf(...[event].flat()), ACCOUNT, ports, longestMs);
  const { status } = lines.at(-1) ?? {};
  const mails = account.topics[TOPIC_ARN]?.published ?? [];
  const calls = aws.calls.map(({ action }) => action);
  return { status, mails, calls, text: unwrapped(mails[0]?.message ?? '') };
}
