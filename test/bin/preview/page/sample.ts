import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { judgeReport } from '../../../../bin/preview/judge-report';
import { SAMPLE } from '../../../../bin/preview/options';
import type { PageData } from '../../../../bin/preview/page/page-data';
import { policySha256 } from '../../../../lambda/domain/settings';
import { countsOf } from '../../../../lambda/domain/run-report';
import { parsePolicy } from '../../../../lambda/domain/policy/parse';
import { findingsOf } from '../../../../lambda/domain/records/findings-csv';
import { NOW } from '../../../support/builders';

const ROOT = join(__dirname, '..', '..', '..', '..');

/** Text of somebody who means harm: it leaves tags, attributes and scripts, and turns the direction of writing. */
export const HOSTILE = '</script><img src=x onerror="alert(1)">\'`&amp;\u202Egnp.\u2066\u0000\u200F';

/** What the page shows of the shipped sample report, had all notice been given. */
export function samplePage(options: Partial<PageData> = {}): PageData {
  const text = readFileSync(join(ROOT, 'policy.json'), 'utf8');
  const policy = { policy: parsePolicy(text, NOW), sha256: policySha256(text) };
  const content = readFileSync(join(ROOT, 'examples', 'credential-report.csv'));
  const { run, notes } = judgeReport(content, policy, { now: NOW, assumeAnnounced: true, file: SAMPLE });
  return {
    accountId: run.account.id,
    at: run.now,
    source: 'credential report credential-report.csv',
    notes,
    mode: run.evaluated?.mode,
    halts: [],
    policy: { rules: policy.policy, version: 7, sha256: policy.sha256 },
    counts: countsOf(run),
    findings: findingsOf(run),
    forecast: [
      { date: '2026-11-20', disabled: ['gareth.pugh, password', 'svc-archiver, access key'], waiting: 3 },
      { date: '2026-11-21', disabled: [], waiting: 0 },
      { date: '2026-11-22', disabled: [], waiting: 0 },
      { date: '2026-11-23', disabled: [], waiting: 2 },
    ],
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
