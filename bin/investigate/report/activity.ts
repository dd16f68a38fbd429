import type { Activity, Change, SignIn, UsedCredential } from '../investigation';
import { credentialLabel } from '../summary/call-credential';
import { groupBy } from '../summary/tally';
import { callsOf, firstOf, minuteOf, type Section, some, type Span, spanOf, timesOf } from './section';

const CONCERNS: readonly { readonly concern: Change['concern']; readonly title: string }[] = [
  { concern: 'watching', title: 'STOPPED OR CHANGED WHAT WATCHES THE ACCOUNT' },
  { concern: 'access', title: 'CREATED USERS AND ROLES, CHANGED PERMISSIONS' },
  { concern: 'credentials', title: 'CREATED OR CHANGED CREDENTIALS' },
  { concern: 'sessions', title: 'GOT TEMPORARY CREDENTIALS AND ROLES' },
];

/** What the user created, gave, changed or stopped; without sections that would be empty. */
export function changeSections({ changes }: Activity): Section[] {
  return CONCERNS.map(({ concern, title }) => ({
    title,
    grave: changes.some((change) => change.concern === concern && change.outcome === 'done'),
    note:
      concern === 'sessions'
        ? "Calls of a role's session are not in this report. Look them up by the access key id."
        : undefined,
    columns: ['What', 'Outcome', 'Times', 'When (UTC)', 'Region'],
    rows: changes
      .filter((change) => change.concern === concern)
      .map(({ what, outcome, error, region, ...span }) => [
        what,
        outcome === 'done' ? 'done' : `${outcome.toUpperCase()}, ${error ?? ''}`,
        timesOf(span),
        spanOf(span),
        region,
      ]),
  }));
}

export function signInSection({ signIns }: Activity): Section {
  const succeeded = signIns.filter(({ outcome }) => outcome === 'success');
  const failed = signIns.filter(({ outcome }) => outcome === 'failure').length;
  const withoutMfa = succeeded.filter(({ mfa }) => mfa === 'no').length;
  return {
    title: 'CONSOLE SIGN-INS',
    grave: succeeded.length > 0,
    note: `${succeeded.length} succeeded, ${withoutMfa} of them without MFA; ${failed} failed.`,
    columns: ['Outcome', 'MFA', 'From', 'Times', 'When (UTC)', 'Region', 'Program'],
    rows: likeAttempts(signIns).map(({ outcome, mfa, address, region, agent, error, ...span }) => [
      signInOutcome(outcome, error),
      MFA[mfa],
      `from ${address}`,
      timesOf(span),
      spanOf(span),
      region,
      agent,
    ]),
  };
}

function signInOutcome(outcome: SignIn['outcome'], error: string | undefined): string {
  if (outcome === 'success') return 'signed in';
  const what = outcome === 'failure' ? 'FAILED' : 'outcome not recorded';
  return error === undefined ? what : `${what}, ${error}`;
}

const MFA = { yes: 'with MFA', no: 'without MFA', unknown: 'MFA not recorded' } as const;

/** Attempts that differ in their time alone are one: somebody who tries passwords makes thousands. */
function likeAttempts(signIns: readonly SignIn[]): (SignIn & Span)[] {
  const like = groupBy(signIns, (attempt) => JSON.stringify({ ...attempt, at: undefined }));
  return [...like.values()]
    .flatMap((attempts) => {
      const [latest] = attempts;
      const earliest = attempts.at(-1);
      return latest && earliest
        ? [{ ...latest, count: attempts.length, first: earliest.at, last: latest.at }]
        : [];
    })
    .toSorted((one, other) => Number(other.outcome === 'success') - Number(one.outcome === 'success'));
}

export function usedCredentialSection({ usedCredentials }: Activity): Section {
  return {
    title: 'CREDENTIALS THAT MADE THE CALLS',
    grave: false,
    columns: ['Credential', 'Now', 'Calls', 'Denied', 'When (UTC)', 'From'],
    rows: usedCredentials.map((used) => [
      credentialLabel(used),
      statusText(used),
      callsOf(used),
      some(used.denied, 'denied'),
      spanOf(used),
      `from ${firstOf(used.addresses, 5)}`,
    ]),
  };
}

function statusText({ kind, status, issued, mfa }: UsedCredential): string {
  if (kind === 'accessKey') {
    if (status === 'not listed') return 'the user has no such key now';
    return status === 'unknown' ? 'status not known' : `${status} now`;
  }
  return [
    ...(issued === undefined ? [] : [`issued ${minuteOf(issued)}`]),
    ...(mfa === undefined ? [] : [mfa ? 'with MFA' : 'without MFA']),
  ].join(', ');
}

export function originSections({ addresses, agents }: Activity): Section[] {
  return [
    {
      title: 'SOURCE ADDRESSES',
      grave: false,
      columns: ['Address', 'Calls', 'Denied', 'When (UTC)', 'Credentials', 'Programs'],
      rows: addresses.map((origin) => [
        origin.address,
        callsOf(origin),
        some(origin.denied, 'denied'),
        spanOf(origin),
        `with ${firstOf(origin.credentials, 3)}`,
        `by ${firstOf(origin.agents, 2)}`,
      ]),
    },
    {
      title: 'PROGRAMS',
      grave: false,
      note: 'As the caller named them: anybody can choose this text.',
      columns: ['Program', 'Calls', 'When (UTC)'],
      rows: agents.map((each) => [each.agent, callsOf(each), spanOf(each)]),
    },
  ];
}

export function deniedSection({ denied }: Activity): Section {
  return {
    title: 'DENIED CALLS',
    grave: false,
    columns: ['Call', 'Error', 'Resource', 'Times', 'When (UTC)'],
    rows: denied.map(({ service, event, error, resource, ...span }) => [
      `${service} ${event}`,
      error,
      resource === undefined ? '' : `on ${resource}`,
      timesOf(span),
      spanOf(span),
    ]),
  };
}

export function callSections({ calls }: Activity): Section[] {
  const kinds = [
    { title: 'CALLS THAT MAY HAVE CHANGED SOMETHING', readOnly: false },
    { title: 'CALLS THAT ONLY READ', readOnly: true },
  ];
  return kinds.map(({ title, readOnly }) => ({
    title,
    grave: false,
    columns: ['Call', 'Calls', 'Denied', 'Failed', 'When (UTC)'],
    rows: calls
      .filter((call) => call.readOnly === readOnly)
      .map((call) => [
        `${call.service} ${call.event}`,
        callsOf(call),
        some(call.denied, 'denied'),
        some(call.failed, 'failed'),
        spanOf(call),
      ]),
  }));
}
