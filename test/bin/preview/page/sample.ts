import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { judgeReport } from '../../../../bin/preview/judge-report';
import { SAMPLE } from '../../../../bin/preview/options';
import { pageOfRun } from '../../../../bin/preview/page-data';
import type { PageData } from '../../../../bin/preview/page/page-data';
import { policySha256 } from '../../../../lambda/domain/settings';
import { parsePolicy } from '../../../../lambda/domain/policy/parse';
import { anExemption, anOverride, aPolicy, NOW } from '../../../support/builders';

const ROOT = join(__dirname, '..', '..', '..', '..');

/** Text of somebody who means harm: it leaves tags, attributes and scripts, and turns the direction of writing. */
export const HOSTILE = '</script><img src=x onerror="alert(1)">\'`&amp;\u202Egnp.\u2066\u0000\u200F';

/** What the page shows of the shipped sample report, had all notice been given. */
export function samplePage(options: Partial<PageData> = {}): PageData {
  const text = readFileSync(join(ROOT, 'policy.json'), 'utf8');
  const policy = { policy: parsePolicy(text, NOW), sha256: policySha256(text), version: 7 };
  const content = readFileSync(join(ROOT, 'examples', 'credential-report.csv'));
  const judged = judgeReport(content, policy, { now: NOW, assumeAnnounced: true, file: SAMPLE });
  return {
    ...pageOfRun(judged, []),
    forecast: [
      {
        date: '2026-11-20',
        disabled: ['gareth.pugh, password', 'svc-archiver, access key'],
        waiting: [
          'hugo.lind, password',
          'isabel.duarte, password',
          'svc-sync, access key created 2026-03-09',
        ],
      },
      { date: '2026-11-21', disabled: [], waiting: [] },
      { date: '2026-11-22', disabled: [], waiting: [] },
      { date: '2026-11-23', disabled: [], waiting: ['isabel.duarte, password'] },
    ],
    ...options,
  };
}

/** The record of a run in the sample account that disabled all that was stale, but for two. */
export function enforcedPage(options: Partial<PageData> = {}): PageData {
  const sample = samplePage();
  const endings = [
    { outcome: 'failed', outcomeCause: 'UpdateAccessKey failed: AccessDenied' },
    { outcome: 'refused', outcomeCause: 'it was used on 2026-11-20' },
  ];
  const findings = sample.findings.map((finding) =>
    finding.outcome === 'wouldDisable'
      ? { ...finding, ...(endings.pop() ?? { outcome: 'disabled' }) }
      : finding,
  );
  return {
    ...sample,
    accountAlias: 'acme-prod',
    source: { kind: 'record', runId: '20261120T070000Z', preview: false },
    mode: 'enforce',
    notes: [],
    counts: {
      ...sample.counts,
      wouldDisable: 0,
      disabled: sample.counts.wouldDisable - 2,
      failed: 1,
      refused: 1,
    },
    findings,
    forecast: undefined,
    ...options,
  };
}

/** The record of a run that stopped before it judged anything. */
export function haltedPage(options: Partial<PageData> = {}): PageData {
  const sample = enforcedPage();
  const counts = {
    ...sample.counts,
    inUse: 0,
    due: 0,
    stale: 0,
    unclear: 0,
    disabled: 0,
    failed: 0,
    refused: 0,
  };
  return {
    ...sample,
    halts: ['the policy parameter holds no JSON'],
    counts,
    findings: [],
    policy: undefined,
    mode: undefined,
    checks: undefined,
    ...options,
  };
}

/** The sample's findings over and over, each with a user of its own. */
export function manyFindings(count: number): PageData['findings'] {
  const { findings } = samplePage();
  return Array.from({ length: count }, (_, index) => {
    const finding = findings[index % findings.length] ?? {};
    return { ...finding, user: `${String(finding.user)}.${index}` };
  });
}

/** A stale key with a text in every cell. */
export const ALL_CELLS: PageData['findings'][number] = {
  user: 'svc-archiver',
  arn: 'arn:aws:iam::123456789012:user/service/svc-archiver',
  credential: 'accessKey',
  keyCreated: '2025-11-24T09:31:00Z',
  verdict: 'stale',
  lastUsed: '2026-09-20T01:30:00Z',
  lastUsedService: 's3',
  lastUsedRegion: 'eu-west-1',
  lastChanged: '2025-11-24T09:31:00Z',
  owner: 'platform@example.com',
  otherKey: "the user's other key is in use, last 2026-11-19",
  reference: '2026-09-20T01:30:00Z',
  referenceBy: 'lastUsed',
  maxUnusedDays: 45,
  override: 'service accounts',
  actOn: '2026-11-20',
  noticeGiven: true,
  exemption: 'break glass',
  cause: 'why',
  outcome: 'disabled',
  outcomeCause: 'because',
};

/** A page in which strangers wrote every text. */
export function hostilePage(): PageData {
  const finding = Object.fromEntries(Object.keys(ALL_CELLS).map((key) => [key, HOSTILE]));
  return samplePage({
    accountAlias: HOSTILE,
    source: { kind: 'file', file: HOSTILE, newest: undefined },
    notes: [HOSTILE],
    halts: [HOSTILE],
    policy: {
      rules: aPolicy({
        exemptions: [anExemption({ name: HOSTILE, reason: HOSTILE })],
        overrides: [anOverride({ name: HOSTILE })],
      }),
      sha256: HOSTILE,
    },
    findings: [finding],
    checks: [
      {
        title: HOSTILE,
        result: 'failing',
        findings: [
          {
            user: HOSTILE,
            severity: HOSTILE,
            fact: HOSTILE,
            fix: HOSTILE,
            commands: [HOSTILE],
            controls: [HOSTILE],
          },
          { user: null, severity: HOSTILE, fact: '2026-11-20', fix: HOSTILE, commands: [], controls: [] },
        ],
        unreadable: [{ user: HOSTILE, cause: HOSTILE }],
      },
    ],
    forecast: [{ date: HOSTILE, disabled: [HOSTILE], waiting: [HOSTILE] }],
  });
}

/** What a reader sees, roughly: without style, script and tags. */
export const readable = (page: string) =>
  page
    .replaceAll(/<(style|script)>.*?<\/\1>/gs, '')
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ');
