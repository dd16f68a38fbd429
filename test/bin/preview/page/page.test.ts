import { createHash } from 'node:crypto';
import { pageOf } from '../../../../bin/preview/page/page';
import type { PageData } from '../../../../bin/preview/page/page-data';
import { anExemption, anOverride, aPolicy } from '../../../support/builders';
import { HOSTILE, samplePage } from './sample';

const sample = pageOf(samplePage());
/** What a reader sees, roughly: without style, script and tags. */
const readable = (page: string) =>
  page
    .replaceAll(/<(style|script)>.*?<\/\1>/gs, '')
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ');
const withPolicy = (rules: Parameters<typeof aPolicy>[0]) =>
  pageOf(samplePage({ policy: { rules: aPolicy(rules), sha256: 'ab'.repeat(32) } }));

describe('the page of the sample', () => {
  it.each([
    'account 123456789012',
    '2026-11-20 07:00 UTC',
    'credential report credential-report.csv',
    'dry-run: nothing is disabled',
    '45 days without use',
    'Notice 7 days',
    '20 or 25% of active credentials a day, whichever is less; the longest unused first',
    /version 7, cis-5\.0, sha256 [0-9a-f]{12} /,
    '10 stale unused for longer than the limit',
    '4 due',
    '35 in use',
    '10 would be disabled',
    'nils.aaberg access key created 2024-09-16 12:20 stale 2026-05-06 13:45 s3, us-east-1 197 45',
    '50 shown, the most urgent first',
  ])('says %s', (text) => {
    expect(readable(sample)).toMatch(text);
  });

  it('has a row for each finding', () => {
    const table = sample.slice(sample.indexOf('<table class="findings">'));
    expect(table.match(/<tr class="/g)).toHaveLength(samplePage().findings.length);
  });

  it('is the same each time', () => {
    expect(pageOf(samplePage())).toBe(sample);
  });
});

describe('it needs nothing but itself', () => {
  it('names no address, and nothing to be fetched', () => {
    expect(sample).not.toMatch(/https?:|\/\/[a-z]|\bsrc=|\bhref=|url\(|@import|<link|<iframe|<object/i);
  });

  it.each(['style', 'script'])('its policy allows the one %s that is there, by its hash', (tag) => {
    const content = new RegExp(`<${tag}>(.*?)</${tag}>`, 's').exec(sample)?.[1] ?? '';
    const hash = createHash('sha256').update(content).digest('base64');
    expect(content).not.toBe('');
    expect(sample).toContain(`${tag}-src 'sha256-${hash}'`);
    expect(sample).toContain("content=\"default-src 'none'; ");
    expect(sample).not.toContain('unsafe-inline');
  });

  it('style and script hold no tag that would end them, and no attribute does what only they may', () => {
    expect(sample.match(/<\/?(style|script)\b/g)).toStrictEqual(['<style', '</style', '<script', '</script']);
    expect(sample).not.toMatch(/<[^>]*\s(style|on[a-z]+)=/);
  });
});

it('the labels of a phone are those of the columns', () => {
  const columns = [...sample.matchAll(/<th scope="col" data-compare[^>]*>([^<]*)</g)].map(
    ([, title]) => title,
  );
  const labels = [...sample.matchAll(/\.findings td:nth-child\(\d\)::before \{\s*content: '([^']*)'/g)];
  expect(columns).toHaveLength(9);
  expect(labels.map(([, label]) => label)).toStrictEqual(columns);
});

describe('what strangers wrote stands there and does nothing', () => {
  const finding = Object.fromEntries(
    Object.keys(samplePage().findings[0] ?? {}).map((key) => [key, HOSTILE]),
  );
  const all: PageData = samplePage({
    source: HOSTILE,
    halts: [HOSTILE],
    policy: {
      rules: aPolicy({
        exemptions: [anExemption({ name: HOSTILE, reason: HOSTILE })],
        overrides: [anOverride({ name: HOSTILE })],
      }),
      sha256: HOSTILE,
    },
    findings: [{ ...finding, exemption: HOSTILE, override: HOSTILE, cause: HOSTILE, outcome: HOSTILE }],
    forecast: [{ date: HOSTILE, disabled: [HOSTILE], waiting: 1 }],
  });
  const page = pageOf(all);

  it('as text, in each of its places', () => {
    const shown =
      '&#60;/script&#62;&#60;img src=x onerror=&#34;alert(1)&#34;&#62;&#39;&#96;&#38;amp;\\u202egnp.';
    expect(page.split(shown).length - 1).toBeGreaterThanOrEqual(15);
  });

  it('never as markup or as a mark that a browser obeys', () => {
    expect(page).not.toMatch(/<img|[^\P{C}\n]/u);
    expect(page.match(/<\/script/g)).toHaveLength(1);
  });
});

describe('where something is missing it says so', () => {
  const none: PageData['counts'] = {
    ...samplePage().counts,
    inUse: 0,
    due: 0,
    stale: 0,
    unclear: 0,
    wouldDisable: 0,
  };

  it('halted before anything was judged: loud, and no row of zeros', () => {
    const halts = ['the policy parameter holds no JSON'];
    const page = pageOf(
      samplePage({ halts, counts: none, findings: [], policy: undefined, mode: undefined, forecast: [] }),
    );
    expect(page).toContain('role="alert"');
    expect(readable(page)).toContain(
      'This run did less than it was asked to do the policy parameter holds no JSON',
    );
    expect(readable(page)).toContain('Mode not known Policy not known');
    expect(readable(page)).toContain('No credential was judged.');
    expect(page).not.toMatch(/class="tile|<svg|<table/);
  });

  it('an account without credentials is no halt', () => {
    const page = pageOf(samplePage({ counts: none, findings: [] }));
    expect(page).not.toContain('role="alert"');
    expect(readable(page)).toContain('There is no active credential to judge.');
    expect(readable(page)).toContain('All credentials None.');
  });

  it('a page that has no forecast does not speak of one', () => {
    const page = readable(pageOf(samplePage({ forecast: undefined })));
    expect(readable(sample)).toContain('Forecast');
    expect(page).not.toMatch(/forecast/i);
  });

  it('no forecast was made', () => {
    expect(readable(pageOf(samplePage({ forecast: [] })))).toContain('No forecast was made.');
    expect(readable(sample)).not.toContain('No forecast was made.');
  });
});

describe('the forecast', () => {
  it('names who, and puts days on which nothing happens into one line', () => {
    expect(readable(sample)).toContain(
      '2026-11-20 2 gareth.pugh, password svc-archiver, access key 3 2026-11-21 to 2026-11-22 nothing on 2 days 2026-11-23 0 2 ',
    );
  });

  it('folds away what is beyond a dozen names, and drops none', () => {
    const disabled = Array.from({ length: 15 }, (_, index) => `user-${index}, password`);
    const page = pageOf(samplePage({ forecast: [{ date: '2026-11-20', disabled, waiting: 0 }] }));
    expect(readable(page)).toContain('user-11, password and 3 more user-12, password');
    expect(disabled.filter((name) => !page.includes(name))).toStrictEqual([]);
  });
});

describe('the limits of the policy', () => {
  const labels = (page: string) => page.match(/limit: \d+ days/g);

  it('one for both, or one for each, drawn and written', () => {
    expect(labels(sample)).toStrictEqual(['limit: 45 days', 'limit: 45 days']);
    const page = withPolicy({ accessKey: { maxUnusedDays: 90 } });
    expect(labels(page)).toStrictEqual(['limit: 45 days', 'limit: 90 days']);
    expect(readable(page)).toContain('password 45 days, access key 90 days without use');
  });

  it('tells of overrides, of a policy from a file and of stop', () => {
    const page = withPolicy({
      overrides: [anOverride()],
      limits: { maxDisabledPerDay: 0, maxDisabledPercent: 5, onExceed: 'stop' },
    });
    expect(readable(page)).toContain('service accounts: access key 90 days');
    expect(readable(page)).toContain('a different limit than the one drawn');
    expect(readable(page)).toContain('if there are more, none at all');
    expect(readable(page)).toContain('from a file, cis-5.0');
  });

  it('charts tell in words what they draw', () => {
    expect(sample).toMatch(/<desc id="passwords-desc">0 to 14 days: 19; .* The limit is 45 days\.<\/desc>/);
  });
});
