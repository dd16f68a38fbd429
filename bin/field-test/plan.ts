import { wrap } from '../../lambda/domain/text';
import { LONGEST_WAIT_MINUTES } from './beliefs/events';
import { FIELD_TEST_PATH } from './users';

/** At most. A test compares it with what a run makes. */
export const USERS_MADE = 8;

/** What a run needs, beyond what the stack's own reads need. */
export const PERMISSIONS = [
  'sts:GetCallerIdentity',
  ...[
    'CreateAccessKey',
    'CreateLoginProfile',
    'CreateUser',
    'DeleteAccessKey',
    'DeleteLoginProfile',
    'DeleteUser',
    'GenerateCredentialReport',
    'GetAccessKeyLastUsed',
    'GetAccountSummary',
    'GetCredentialReport',
    'GetLoginProfile',
    'GetUser',
    'ListAccessKeys',
    'ListUsers',
    'UpdateAccessKey',
    'UpdateLoginProfile',
  ].map((action) => `iam:${action}`),
];

/** Says what will happen, before anything does. */
export function planText(plan: {
  readonly account: string;
  readonly beliefs: number;
  readonly waitForEvents: boolean;
}): string {
  const { account, beliefs, waitForEvents } = plan;
  const permissions = waitForEvents ? [...PERMISSIONS, 'cloudtrail:LookupEvents'] : PERMISSIONS;
  const items = [
    `It tries ${beliefs} beliefs about AWS. docs/assumptions.md describes each by its id.`,
    `It makes ${USERS_MADE} IAM users below ${FIELD_TEST_PATH}. No user gets a permission.`,
    'Some users get a password or access keys. These are random, and nobody sees them.',
    'It removes all of these users again, also after a failure or Ctrl-C.',
    'It asks IAM for a credential report, and reads it. IAM serves this report to everybody for 4 hours.',
    `It makes some 150 calls, and takes about a minute${waitForEvents ? `, and up to ${LONGEST_WAIT_MINUTES} minutes more for an event` : ''}.`,
    'It costs nothing. CloudTrail records the calls, so your own alarms may report them.',
    'If iam-lapse is deployed there, it sends mails about the new users, passwords and keys.',
    `It needs these permissions: ${permissions.join(', ')}.`,
  ];
  return [
    `Field test of iam-lapse in account ${account}`,
    '',
    ...items.flatMap((item) => wrap(`- ${item}`, 0, 2)),
  ].join('\n');
}
