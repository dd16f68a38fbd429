import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { iamStatements } from '../../../lib/iam-permissions';
import { closeAll } from '../../support/clients';
import { aDeployment, type Deployment } from '../../support/deployment';
import type { Fault } from '../../support/fake-aws';
import { AT_ONCE, STALE_WRITES, theStaff } from '../../support/staff';

// Law 2: whatever IAM does not say is not known, and what is not known is not acted on.

afterEach(closeAll);

const ACTIONS = actionsOfTheRole();

function actionsOfTheRole(): string[] {
  // An app without a directory of its own would leave one behind.
  const outdir = mkdtempSync(join(tmpdir(), 'iam-lapse-test-'));
  try {
    return iamStatements(new Stack(new App({ outdir })), { reportOnly: false })
      .flatMap(({ actions }) => actions)
      .filter((action) => action.startsWith('iam:'))
      .map((action) => action.replace('iam:', ''));
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

interface Expected {
  readonly ended: string;
  /** Where IAM answers and says nothing. @default as where it denies the call */
  readonly unanswered?: string;
  /** What the digest is called then. */
  readonly subject?: RegExp;
  /** Attempted; none unless given. */
  readonly writes?: readonly string[];
  readonly counts: Readonly<Record<string, number>>;
}

const NOTHING_JUDGED = {};
const JUDGED = { inUse: 4, stale: 3, exempt: 1 };
/** The checks of the account are findings: nothing hangs on them. */
const UNHARMED: Expected = {
  ended: 'completed',
  subject: /enforce: 3 disabled/,
  writes: STALE_WRITES,
  counts: { ...JUDGED, disabled: 3 },
};
/** The actions of the sweep, and what becomes of it when one of them fails throughout. */
const WITHOUT: Readonly<Record<string, Expected>> = {
  GenerateCredentialReport: { ended: 'SweepHalted: report', counts: NOTHING_JUDGED },
  GetCredentialReport: { ended: 'SweepHalted: report', counts: NOTHING_JUDGED },
  GetAccountAuthorizationDetails: {
    ended: 'SweepHalted: permissions',
    unanswered: 'SweepHalted: users',
    counts: NOTHING_JUDGED,
  },
  GetUser: { ended: 'ActionsFailed', counts: { ...JUDGED, failed: 3 } },
  ListGroupsForUser: { ended: 'ActionsFailed', counts: { ...JUDGED, failed: 3 } },
  // Without their ids, no key is judged stale. Alice's password is.
  ListAccessKeys: {
    ended: 'completed',
    subject: /enforce: 1 disabled/,
    writes: STALE_WRITES.slice(0, 1),
    counts: { ...JUDGED, stale: 1, unclear: 2, disabled: 1 },
  },
  GetAccessKeyLastUsed: { ended: 'ActionsFailed', counts: { ...JUDGED, failed: 3 } },
  GetLoginProfile: {
    ended: 'ActionsFailed',
    writes: STALE_WRITES.slice(2),
    counts: { ...JUDGED, failed: 2, disabled: 1 },
  },
  ListAccountAliases: UNHARMED,
  GetAccountSummary: UNHARMED,
  GetAccountPasswordPolicy: UNHARMED,
  ListServiceSpecificCredentials: UNHARMED,
  ListSSHPublicKeys: UNHARMED,
  DeleteLoginProfile: {
    ended: 'ActionsFailed',
    writes: STALE_WRITES,
    counts: { ...JUDGED, failed: 1, disabled: 2 },
  },
  UpdateAccessKey: {
    ended: 'ActionsFailed',
    writes: STALE_WRITES,
    counts: { ...JUDGED, failed: 2, disabled: 1 },
  },
};

const GROUPS_ASKED = { name: 'robots', match: { groups: ['robots'] }, reason: 'asks about groups' };

async function sweepWithout(action: string, fault: Fault): Promise<Deployment> {
  const exemptions = [...AT_ONCE.exemptions, GROUPS_ASKED];
  const deployment = await aDeployment({
    users: theStaff(),
    mode: 'enforce',
    policy: { ...AT_ONCE, exemptions },
  });
  deployment.aws.faults.push({ service: 'iam', action, ...fault });
  return deployment;
}

it('a sweep with everything at hand asks IAM for every action that the role may do', async () => {
  const deployment = await sweepWithout('NoSuchAction', {});
  expect(await deployment.run()).toMatchObject({ ended: 'completed', counts: { disabled: 3 } });
  expect(Object.keys(deployment.calls()).toSorted()).toEqual(ACTIONS.toSorted());
  expect(Object.keys(WITHOUT).toSorted()).toEqual(ACTIONS.toSorted());
});

describe.each(ACTIONS)('%s', (action) => {
  const {
    ended,
    unanswered = ended,
    subject = /HALTED|FAILED/,
    writes = [],
    counts,
  }: Expected = WITHOUT[action] ?? { ended: 'not expected', counts: {} };

  it('denied halts the sweep or fails what hangs on it, if anything does, is told, and disables nothing else', async () => {
    const message = `User: arn:aws:sts::123456789012:assumed-role/sweep is not authorized to perform: iam:${action}`;
    const deployment = await sweepWithout(action, { error: { code: 'AccessDenied', status: 403, message } });
    const run = await deployment.run();
    expect(run).toMatchObject({ ended, counts });
    expect(run.counts).toEqual(counts);
    expect(deployment.writes()).toEqual(writes);
    expect(deployment.digests()).toMatchObject([{ subject: expect.stringMatching(subject) }]);
    const text = deployment.digests()[0]?.message.replaceAll(/\s+/g, ' ');
    // What GetAccountSummary says stands in the credential report too.
    // Then every check was made.
    const told =
      action === 'GetAccountSummary'
        ? / account checks: [^.]* passed\. /
        : new RegExp(`not authorized to perform: iam:${action}`);
    expect(text).toMatch(told);
  });

  it.each<[string, Fault]>([
    ['a page of HTML', { html: true }],
    ['nothing', { emptyBody: true }],
  ])('that answers 200 with %s is no answer, and no wrong credential is disabled', async (_what, fault) => {
    const deployment = await sweepWithout(action, fault);
    const run = await deployment.run();
    expect(run).toMatchObject({ ended: unanswered });
    expect(run.counts).toEqual(counts);
    expect(deployment.writes()).toEqual(writes);
    expect(deployment.digests()).toMatchObject([{ subject: expect.stringMatching(subject) }]);
  });
});
