import type { RunReport } from '../run-report';
import type { Halt, HaltCause, HaltReason, LedgerPlace } from '../halt';
import { POLICY_PARAMETER } from '../settings';
import { asSentence, clean, wrap } from '../text';
import { commandLines } from './commands';

/** What you can do about a call that AWS denied, after a colon. */
export const IF_DENIED =
  "compare the permissions of the function's role with docs/operating.md, then look for a service control policy (SCP) of your organization that denies it.";
const DENIED = `AWS denied the call: ${IF_DENIED} Bucket, topic and key have policies of their own.`;

/** What you can do about a halt. */
const ADVICE: Readonly<Record<HaltReason, string>> = {
  policy:
    'No run disables anything until the policy can be read. If SSM did not answer, the next run usually succeeds.',
  mode: 'Set the mode parameter to dry-run or enforce.',
  report: 'The next run usually succeeds. If this comes back, check the function and its permissions in IAM.',
  ledger:
    'Check ledger.json and the record bucket. If the ledger is unreadable, restore an older version from the bucket.',
  'user-drop':
    'If these users were really deleted, do nothing: the next run continues. Otherwise find out who or what is missing.',
  busy: 'If another run is in progress, do nothing. If this comes back, look for a second deployment.',
  limits: 'Check the list below. Then raise the limits in the policy, or set onExceed to oldest-first.',
  subscribers:
    'Subscribe an address to the digest topic, without a filter policy, and confirm the mail that SNS sends it. A subscription of another protocol counts if the policy names that under hearers. If one could not be read, allow the function sns:GetSubscriptionAttributes on it.',
  permissions: DENIED,
  users:
    'The next run usually succeeds. If this comes back, read the users in IAM yourself: aws iam get-account-authorization-details --filter User.',
  organization: "Read the organization's digest: it says what holds the whole run back.",
  'report-only': 'Set the mode to dry-run, or deploy without reportOnly.',
  internal:
    "This is a bug in iam-lapse, not a fault of your account. Please report it with the last lines of the function's log. The next run continues from what is recorded.",
  delivery: "Check the digest topic, its key and its policy. This text is also in the function's log.",
};

/** Why the run did less than it was asked to. This comes first in the mail. */
export function haltLines({
  halts,
  results,
  trigger,
}: Pick<RunReport, 'halts' | 'results' | 'trigger'>): string[] {
  const touched = results.some(({ outcome }) => outcome.kind === 'disabled' || outcome.kind === 'failed');
  return halts.flatMap((halt) => [
    '',
    ...haltLine(halt),
    ...(trigger === 'preview'
      ? adviceToPreviewer(halt)
      : [...(touched ? [] : wrap('This run touched no credential.', 2)), ...adviceLines(halt)]),
  ]);
}

function haltLine({ effect, reason, message }: Halt): string[] {
  const what = effect === 'halted' ? 'HALTED' : 'NOT ENFORCED, ran as dry-run';
  return wrap(`${what} (${reason}): ${asSentence(clean(message, 1000))}`, 0, 2);
}

/** What the reader can do about a halt: by its cause where that is known, otherwise by its reason. */
function adviceLines({ reason, cause }: Halt): string[] {
  return cause ? linesFor(cause) : wrap(ADVICE[reason], 2);
}

/** What you can do about a halt of a preview, which has neither a function nor a next run. */
function adviceToPreviewer({ reason, cause }: Halt): string[] {
  if (reason === 'limits') return wrap(ADVICE.limits, 2);
  if (reason === 'internal') {
    return wrap('This is a bug in iam-lapse, not a fault of your account. Please report it.', 2);
  }
  return wrap(
    cause?.kind === 'cutShort'
      ? 'IAM served an incomplete report. Run the preview again when this report is older than 4 hours.'
      : 'Run the preview again. If this comes back, compare the permissions of your AWS credentials with docs/operating.md.',
    2,
  );
}

function linesFor(cause: HaltCause): string[] {
  switch (cause.kind) {
    case 'denied':
      return wrap(DENIED, 2);
    case 'subscribersUnknown':
      return wrap(
        "Check that the function's role and your organization's SCPs allow sns:ListSubscriptionsByTopic on the digest topic. If SNS did not answer, the next run usually succeeds.",
        2,
      );
    case 'cutShort':
      return wrap(
        'IAM served an incomplete report. The next run asks for another one, as soon as this one is older than 4 hours. If this comes back, ask AWS Support.',
        2,
      );
    case 'noLedger':
      return noLedgerLines(cause.place);
    case 'badPolicy':
      return [
        ...wrap(
          'No run disables anything until the policy is correct. Correct it in a file, and check that with npm run preview -- --policy policy.json. Then:',
          2,
        ),
        ...commandLines('aws ssm put-parameter', [
          `--name ${POLICY_PARAMETER}`,
          '--value file://policy.json',
          '--overwrite',
        ]),
      ];
  }
}

/**
 * CopyObject from an older version makes it the current one. S3 lists the versions of a key with the latest first, and
 * delete markers apart from them (API reference of ListObjectVersions).
 */
function noLedgerLines({ bucket, key, accountId }: LedgerPlace): string[] {
  return [
    ...wrap(
      'The ledger remembers notices, restores and what was disabled. The bucket keeps its older versions for 400 days. This brings the last one back:',
      2,
    ),
    `    BUCKET=${bucket}`,
    `    KEY=${key}`,
    ...commandLines('VERSION=$(aws s3api list-object-versions', [
      '--bucket $BUCKET',
      '--prefix $KEY',
      "--query 'Versions[0].VersionId'",
      '--output text)',
    ]),
    ...commandLines('aws s3api copy-object', [
      '--bucket $BUCKET',
      '--key $KEY',
      '--copy-source "$BUCKET/$KEY?versionId=$VERSION"',
    ]),
    ...wrap(
      'To start without a memory on purpose, put an empty ledger there. Everybody then gets a new notice, and no restore is remembered:',
      2,
    ),
    ...commandLines("printf '%s'", [
      `'{"version":1,"accountId":"${accountId}","open":null,'`,
      `'"pendingDigest":null,"lastRun":null,"credentials":{}}' |`,
      `aws s3 cp - s3://${bucket}/${key}`,
    ]),
  ];
}
