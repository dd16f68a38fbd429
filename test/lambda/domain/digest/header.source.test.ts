import { type PreviewSource } from '../../../../lambda/domain/run-report';
import { HALT_REASONS, type HaltReason } from '../../../../lambda/domain/halt';
import { NOW } from '../../../support/builders';
import { KEY, KEY_ID } from '../ledger/a-ledger';
import {
  aPolicyInForce,
  bodyOf,
  halted,
  OUTCOMES,
  resultOf,
  type ReportParts,
  sectionsOf,
  targetOf,
  tooWide,
  unwrapped,
} from './run-reports';

const previewOf = (source: PreviewSource, parts: ReportParts = {}): ReportParts => ({
  trigger: 'preview',
  subscribers: undefined,
  source,
  ...parts,
});
/** The lines above the counts. */
const topOf = (parts: ReportParts) => bodyOf(parts).split('\n\n', 1)[0] ?? '';

describe('the first lines of a preview say what was judged', () => {
  it('the sample is nobody’s account, and says how to judge yours', () => {
    expect(topOf(previewOf({ kind: 'sample' }))).toBe(
      [
        'iam-lapse: IAM credentials that nobody uses',
        'THE SAMPLE in examples/, not your account.',
        'For yours: npm run preview -- --live',
        'Account 123456789012, 2026-11-20 07:00 UTC, preview',
      ].join('\n'),
    );
  });

  it.each([
    ['with its newest date', NOW, 'in which the newest date is 2026-11-20'],
    ['which has none', undefined, 'which has no date'],
  ])('a file by its name, %s', (_, newest, expected) => {
    const body = unwrapped(bodyOf(previewOf({ kind: 'file', file: 'my.csv', newest })));
    expect(body).toContain(`nobody uses From the file my.csv, ${expected}. Account `);
    expect(body).toContain(`Credential report: the file my.csv, ${expected}.`);
    expect(body).not.toContain('age is not known');
  });

  it('the live account', () => {
    expect(topOf(previewOf({ kind: 'live' }))).toContain(
      '\nRead live from the account of your AWS credentials.\n',
    );
  });

  it('a file name cannot forge a line', () => {
    const file = `a\n\nDISABLED (99)\u202e${'x'.repeat(600)}.csv`;
    const body = bodyOf(previewOf({ kind: 'file', file, newest: NOW }));
    expect(body).not.toMatch(/^DISABLED/m);
    expect(body).not.toMatch(/[^\P{Cc}\n]|[\u202a-\u202e]/u);
    expect(tooWide(body)).toEqual([]);
  });

  it('and a deployed run says nothing of the kind', () => {
    expect(topOf({})).toBe(
      'iam-lapse: IAM credentials that nobody uses\nAccount 123456789012, 2026-11-20 07:00 UTC, scheduled run',
    );
  });
});

describe('a preview promises nothing that only a deployed stack can keep', () => {
  const DEPLOYED = /Mode (dry-run|enforce)|put-parameter|result\.json|Run preview|subscription|This run/;

  it.each<[string, PreviewSource]>([
    ['the sample', { kind: 'sample' }],
    ['a file', { kind: 'file', file: 'my.csv', newest: NOW }],
    ['live', { kind: 'live' }],
  ])('%s', (_, source) => {
    const body = bodyOf(previewOf(source));
    expect(body).toContain('\n\nThis is a preview: it deploys nothing and can change nothing.\n');
    expect(body).not.toMatch(DEPLOYED);
  });

  it('by a policy from a file it tells how to deploy, and where the exemptions are described', () => {
    const { version: _, ...policy } = aPolicyInForce();
    const next = sectionsOf(bodyOf(previewOf({ kind: 'live' }, { policy }))).get('WHAT YOU CAN DO');
    expect(next?.trim().split('\n').slice(1)).toEqual([
      '  To get this mail every day, deploy iam-lapse: README.md, "Deploy".',
      '  To protect a user, exempt it in the policy: docs/policy.md.',
    ]);
  });

  it('by the deployed policy it does not: something is deployed', () => {
    const next = sectionsOf(bodyOf(previewOf({ kind: 'live' }))).get('WHAT YOU CAN DO');
    expect(next?.trim().split('\n').slice(1)).toEqual([
      '  To protect a user, exempt it in the parameter /iam-lapse/policy.',
    ]);
  });

  const NEXT: Partial<Record<HaltReason, RegExp>> = {
    limits: /Then raise the limits in the policy/,
    internal: /a bug in iam-lapse.* report it/,
  };
  it.each(HALT_REASONS)('nor does its advice after a halt: %s', (reason) => {
    const parts = { ...halted(reason), evaluation: undefined };
    const body = unwrapped(bodyOf(previewOf({ kind: 'live' }, parts)));
    expect(body).toMatch(NEXT[reason] ?? /Run the preview again.* docs\/operating\.md/);
    expect(body).not.toMatch(/next run|the function|This run/);
  });
});

describe('an example of an enforcing run', () => {
  const example: ReportParts = {
    source: { kind: 'sample' },
    example: true,
    mode: 'enforce',
    results: [resultOf(OUTCOMES.disabled)],
  };

  it('says before all else that it is one', () => {
    const [, ...lines] = topOf(example).split('\n');
    expect(unwrapped(lines.join(' '))).toMatch(
      /^EXAMPLE: nothing was disabled\. An enforcing run would send this mail if all notices had been given\. The key ids are invented\. THE SAMPLE/,
    );
  });

  it('is the enforcing run’s mail otherwise, but for the run that never was', () => {
    const body = bodyOf(example);
    expect(body).toContain('Mode enforce: 1 credential disabled.');
    expect(body).toContain('DISABLED (1)');
    expect(body).toContain('aws iam create-login-profile --user-name alice');
    expect(body).not.toContain('  Run 2026');
  });
});

describe('the account', () => {
  it('has its alias before its number', () => {
    expect(topOf({ accountAlias: 'acme-prod' })).toContain(
      '\nAccount acme-prod (123456789012)\n2026-11-20 07:00 UTC, scheduled run',
    );
  });

  it('whose alias could not be read says so at the end, and why', () => {
    const body = bodyOf({ aliasUnreadable: 'ListAccountAliases failed:\nAccessDenied' });
    expect(unwrapped(sectionsOf(body).get('WHAT THIS RESTS ON') ?? '')).toContain(
      "The account's alias could not be read: ListAccountAliases failed: AccessDenied.",
    );
    expect(topOf({ aliasUnreadable: 'x' })).toContain('\nAccount 123456789012, ');
  });

  it('without one says nothing', () => {
    expect(bodyOf({})).not.toContain('alias');
  });
});

describe('the head counts what is not certain', () => {
  const tried = resultOf({ kind: 'failed', cause: 'timed out', mayBeDisabled: true });
  it.each([
    ['one', [tried], '0 credentials disabled. 1 more is perhaps disabled: see FAILED.'],
    ['two', [tried, tried], '0 credentials disabled. 2 more are perhaps disabled: see FAILED.'],
    ['only what certainly failed', [resultOf(OUTCOMES.failed)], '0 credentials disabled. 1 subscription'],
  ])('%s', (_, results, expected) => {
    expect(unwrapped(bodyOf({ mode: 'enforce', results }))).toContain(`Mode enforce: ${expected}`);
  });

  const stopped = (...kinds: readonly ('disabled' | 'active' | 'userGone' | 'enabledAgain')[]) =>
    unwrapped(
      bodyOf({
        reconciled: {
          runId: '20261119T070000Z',
          found: kinds.map((kind) => ({
            id: KEY,
            target: targetOf({ user: 'alice', kind: 'accessKey', keyId: KEY_ID }),
            state: { kind },
          })),
        },
      }),
    );
  const STOPPED = 'Run 20261119T070000Z did not report what it did. It had planned to disable';
  it.each([
    ['nothing', [], 'nothing. Mode'],
    ['one that is active', ['active'], '1 credential. IAM shows now: 1 active. Mode'],
    [
      'each state',
      ['disabled', 'userGone', 'enabledAgain', 'active'],
      '4 credentials. IAM shows now: 1 disabled, 1 perhaps disabled, 1 disabled and enabled again, 1 active. They are listed below.',
    ],
  ] as const)('of a run that was stopped: %s', (_, kinds, expected) => {
    expect(stopped(...kinds)).toContain(`${STOPPED} ${expected}`);
  });
});

it('a run that has sent a late mail says which one that was', () => {
  expect(unwrapped(bodyOf({ lateDigestRunId: '20261119T070000Z' }))).toContain(
    'Just before this mail, you received a late one, of run 20261119T070000Z.',
  );
});
