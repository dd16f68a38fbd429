import { commandLines, restoreCommand } from '../../lambda/domain/digest/commands';
import { utcDate, utcMinute } from '../../lambda/domain/instant';
import type { Target } from '../../lambda/domain/remediation/confirm';
import { clean, count, wrap } from '../../lambda/domain/text';
import { unreadOf } from '../investigate/report/unread';
import type { FoundDeployment } from './deployment';
import type { ExemptionFound } from './exemption';
import type { LockPlan } from './plan';
import type { Left, Locked, LockOrder, LockResult } from './record';

/**
 * What the lock would do, before anything is done.
 *
 * @param place where its records go; undefined if there are none
 */
export function planText(order: LockOrder, deployment: FoundDeployment, place: string | undefined): string {
  const { plan, account } = order;
  const { user, targets, inactive } = plan;
  return [
    ...wrap(`LOCK ${clean(user.name)}, account ${account.id}`),
    ...wrap(`${clean(user.arn)}, created ${utcDate(user.createdAt)}`, 2),
    ...wrap(`Reason: ${clean(order.reason, 500)}`, 2),
    ...wrap(`By: ${clean(order.by)}`, 2),
    ...evidenceLines(order),
    '',
    targets.length === 0
      ? 'There is nothing to lock: the user has no active key and no password.'
      : `It would take away (${targets.length}):`,
    ...targets.flatMap((target) => wrap(statusText(plan, target), 2, 4)),
    ...(inactive.length > 0
      ? wrap(`Inactive already: ${inactive.map(({ id }) => id).join(', ')}`, 2, 4)
      : []),
    ...(targets.length === 0
      ? []
      : ['', ...exemptionLines(order.exemption), ...deploymentLines(deployment, place)]),
  ].join('\n');
}

/** `access key AKIA..., created 2026-03-09`. */
function targetText({ keys, loginProfile }: LockPlan, target: Target): string {
  if (target.kind === 'password') {
    return loginProfile === 'none'
      ? 'password'
      : `password, login profile of ${utcDate(loginProfile.createdAt)}`;
  }
  const key = keys.find(({ id }) => id === target.keyId);
  return `access key ${target.keyId}${key ? `, created ${utcDate(key.createdAt)}` : ''}`;
}

/** The same with the status that the key had before the lock. */
function statusText(plan: LockPlan, target: Target): string {
  const key = target.kind === 'accessKey' ? plan.keys.find(({ id }) => id === target.keyId) : undefined;
  return `${targetText(plan, target)}${key ? `, ${clean(key.status)}` : ''}`;
}

function exemptionLines(exemption: ExemptionFound): string[] {
  switch (exemption.kind) {
    case 'none':
      return [];
    case 'exempt':
      return wrap(`The policy exempts this user: ${clean(exemption.name)}. To lock: --even-if-exempt.`);
    case 'unknown':
      return wrap(
        `Whether the policy exempts this user is not known: ${clean(exemption.cause, 500)}. To lock: --even-if-exempt.`,
      );
  }
}

function deploymentLines(deployment: FoundDeployment, place: string | undefined): string[] {
  const records =
    place === undefined ? 'No record is written (--no-record).' : `Records, with --yes: ${place}`;
  switch (deployment.kind) {
    case 'found':
      return [records, ...wrap('With --yes, a mail goes to the digest topic.')];
    case 'none':
      return [records, ...wrap('iam-lapse is not deployed in this region, so no mail is sent.')];
    case 'unknown':
      return [
        records,
        ...wrap(
          `Whether iam-lapse is deployed is not known, so no mail is sent: ${clean(deployment.cause, 500)}`,
        ),
      ];
  }
}

/** What of the evidence is missing. It stops no lock: an attacker may have stopped CloudTrail. */
function evidenceLines({ evidence }: LockOrder): string[] {
  const unread = unreadOf(evidence).map(([what]) => what);
  return unread.length === 0
    ? []
    : wrap(`The evidence is not complete. Not read: ${clean(unread.join(', '), 500)}`, 2);
}

/** What was done, and how to undo it: for the terminal and the mail. */
export function resultText(order: LockOrder, done: LockResult, place: string | undefined): string {
  const { plan } = order;
  const { results, left } = done;
  const head = isWholeLock(done) ? 'LOCKED' : 'NOT LOCKED IN FULL';
  return [
    ...wrap(`${head}: ${clean(plan.user.name)}, account ${order.account.id}, ${utcMinute(order.at)} UTC`),
    ...wrap(clean(plan.user.arn), 2),
    ...wrap(`Reason: ${clean(order.reason, 500)}`, 2),
    ...wrap(`By: ${clean(order.by)}`, 2),
    ...(place === undefined ? [] : [`  Records: ${place}`]),
    ...evidenceLines(order),
    ...wrap(
      place?.startsWith('s3://')
        ? 'The next digests confirm it, and say so when somebody undoes it.'
        : 'No digest follows it up: its records are in no bucket of iam-lapse.',
      2,
    ),
    '',
    ...results.flatMap(({ target, outcome }) => [
      ...wrap(`${targetText(plan, target)}: ${OUTCOME_WORDS[outcome.kind]}`, 2, 4),
      ...('cause' in outcome ? wrap(clean(outcome.cause, 500), 4) : []),
      ...(outcome.kind === 'disabled' ? [`    ${undoTitle(target)}:`, ...restoreCommand(target)] : []),
    ]),
    ...leftLines(plan, left),
  ].join('\n');
}

function undoTitle({ kind }: Target): string {
  return kind === 'password' ? 'To undo, first set NEW_PASSWORD to a new one' : 'To undo';
}

/** What the terminal has at length below the result, with commands, in one sentence. */
export function mailText(result: string): string {
  const more = wrap('Open sessions go on for up to 36 hours: docs/incident.md, "What a lock does not end".');
  return `${[result, '', ...more].join('\n')}\n`;
}

function leftLines(plan: LockPlan, left: Left): string[] {
  switch (left.kind) {
    case 'read':
      return left.targets.length === 0
        ? []
        : [
            '',
            'WORKS ALL THE SAME:',
            ...left.targets.flatMap((target) => wrap(statusText(plan, target), 2, 4)),
          ];
    case 'unreadable':
      return ['', ...wrap(`What works now could not be read afterwards: ${clean(left.cause, 500)}`)];
    case 'elsewhere':
      return ['', ...wrap(`What works now is not known: ${clean(left.cause, 500)}`), ...renamedLines(plan)];
  }
}

/** Keys and password stay with a user who gets another name. */
function renamedLines({ userId }: LockPlan): string[] {
  if (userId === undefined || !/^[A-Z0-9]+$/.test(userId)) return [];
  return [
    ...wrap('If somebody renamed the user, its credentials go on. This finds its name, to lock it by:'),
    ...commandLines('aws iam list-users', [
      '--output text',
      `--query "Users[?UserId=='${userId}'].UserName"`,
    ]),
  ];
}

const OUTCOME_WORDS: Readonly<Record<Locked['outcome']['kind'], string>> = {
  disabled: 'taken away',
  alreadyAbsent: 'was gone already',
  failed: 'NOT TAKEN AWAY',
  refused: 'NOT TAKEN AWAY',
  deferred: 'NOT TAKEN AWAY',
  wouldDisable: 'not touched',
};

function isLocked({ outcome }: Locked): boolean {
  return outcome.kind === 'disabled' || outcome.kind === 'alreadyAbsent';
}

/** Whether nothing of the user works any more. What could not be read may work. */
export function isWholeLock({ results, left }: LockResult): boolean {
  return results.every(isLocked) && left.kind === 'read' && left.targets.length === 0;
}

/** SNS takes a subject of fewer than 100 ASCII characters. */
export function subjectOf({ account, plan }: LockOrder, done: LockResult): string {
  const { results } = done;
  const state = isWholeLock(done) ? 'LOCKED' : 'NOT LOCKED IN FULL';
  const number = results.filter(isLocked).length;
  return `iam-lapse ${account.id} ${state}: ${plan.user.name}, ${number} of ${count(results.length, 'credential')}`.slice(
    0,
    99,
  );
}
