import { createHash } from 'node:crypto';
import { pageOf } from '../../../../bin/preview/page/page';
import type { PageData } from '../../../../bin/preview/page/page-data';
import { anOverride, aPolicy } from '../../../support/builders';
import { ALL_CELLS, haltedPage, manyFindings, readable, samplePage } from './sample';

const sample = pageOf(samplePage());
const withPolicy = (rules: Parameters<typeof aPolicy>[0]) =>
  pageOf(samplePage({ policy: { rules: aPolicy(rules), sha256: 'ab'.repeat(32) } }));

describe('the page of the sample', () => {
  it.each([
    'account 123456789012',
    '2026-11-20 07:00 UTC',
    'iam-lapse, preview',
    'THE SAMPLE in examples/, not your account. For your account: npm run preview -- --live',
    'Mode preview: nothing can be changed',
    '45 days without use',
    'Notice 7 days',
    '20 or 25% of active credentials a day, whichever is less; the longest unused first',
    /version 7, cis-5\.0, sha256 [0-9a-f]{12} /,
    '10 stale unused for the limit or longer',
    'notice given looks like a break-glass user: exempt it? would be disabled',
    '2026-11-24 on notice the user&#39;s other key is in use, last 2026-11-20 ragnhild.moen',
    'Not shown: 1 of 50 credentials, because its last use is not known.',
    '4 due',
    '35 in use',
    '10 would be disabled',
    'nils.aaberg access key created 2024-09-16 12:20 stale 2026-05-06 13:45 s3, us-east-1 197 since its last use 45',
    'break-glass-1 password set 2026-03-12 09:12 stale 2026-03-12 09:06 252 since it was set 2026-03-12 45',
    '25 account findings 6 high 16 medium 3 low',
    '50 shown, the most urgent first',
  ])('says %s', (text) => {
    expect(readable(sample)).toMatch(text);
  });

  it('has a row for each finding', () => {
    const table = sample.slice(sample.indexOf('<table class="findings">'));
    expect(table.match(/<tr class="/g)).toHaveLength(samplePage().findings.length);
  });

  it('lets the browser break no date', () => {
    const body = sample.slice(sample.indexOf('<body>')).replaceAll(/<script>.*<\/script>/gs, '');
    expect(body.match(/<time>/g)?.length).toBeGreaterThan(100);
    expect(body.replaceAll(/<time>[^<]*/g, '')).not.toMatch(/\d{4}-\d\d-\d\d/);
  });

  it('is the same each time', () => {
    expect(pageOf(samplePage())).toBe(sample);
  });
});

describe('it needs nothing but itself', () => {
  it('names no address, and nothing to be fetched', () => {
    expect(sample).not.toMatch(/https?:|\/\/[a-z]|\bsrc=|\bhref="(?!#)|url\(|@import|<link|<iframe|<object/i);
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

  it('is small: less than 55 kB, and 420 bytes for each further credential', () => {
    expect(sample.length).toBeLessThan(55_000);
    const more = pageOf(samplePage({ findings: manyFindings(1050) }));
    expect((more.length - sample.length) / 1000).toBeLessThan(420);
  });
});

it('the labels of a phone are those of the columns', () => {
  const page = pageOf(samplePage({ findings: [ALL_CELLS] }));
  const columns = [...page.matchAll(/<th scope="col"\s+class="([^"]*)" data-compare[^>]*>([^<]*)</g)];
  const labels = [...page.matchAll(/\.findings td\.([a-z]+)::before \{\s*content: '([^']*) '/g)];
  expect(columns).toHaveLength(6);
  expect(labels.map(([, ...label]) => label)).toStrictEqual(columns.map(([, ...column]) => column));
});

it('the owner stands below the user, after the path', () => {
  expect(pageOf(samplePage({ findings: [ALL_CELLS] }))).toContain(
    '<td>svc-archiver <small>/service/</small> <small>owner: platform@example.com</small></td>',
  );
});

describe('a column that is empty in all rows is left out', () => {
  const columnsOf = (...findings: PageData['findings']) =>
    [...pageOf(samplePage({ findings })).matchAll(/<th scope="col"[^>]* data-compare[^>]*>([^<]*)</g)].map(
      ([, title]) => title,
    );
  const inUse = { user: 'bob', credential: 'password', verdict: 'inUse' };

  it('such as limit, day, reason and outcome where all is in use', () => {
    const used = { ...inUse, lastUsed: '2026-11-19T07:00:00Z', reference: '2026-11-19T07:00:00Z' };
    expect(columnsOf(used)).toStrictEqual(['User', 'Credential', 'Verdict', 'Last used', 'Days unused']);
  });

  it('and is there as soon as one row has it', () => {
    expect(columnsOf(inUse, { ...inUse, verdict: 'unclear', cause: 'why' })).toStrictEqual([
      'User',
      'Credential',
      'Verdict',
      'Why',
    ]);
    expect(columnsOf(ALL_CELLS)).toHaveLength(9);
  });

  it('rows have as many cells as there are columns', () => {
    const table = /<table class="findings">.*?<\/table>/s.exec(sample)?.[0] ?? '';
    const rows = table.split('<tr').slice(1);
    const cells = rows.map((row) => row.match(/<t[hd]\b/g)?.length);
    expect(new Set(cells)).toStrictEqual(new Set([9]));
  });
});

describe('where something is missing it says so', () => {
  it('halted before anything was judged: loud, and no row of zeros', () => {
    const page = pageOf(haltedPage());
    expect(page).toContain('role="alert"');
    expect(readable(page)).toContain(
      'This run did less than it was asked to do the policy parameter holds no JSON',
    );
    expect(readable(page)).toContain('Mode not known Policy not known');
    expect(readable(page)).toContain('No credential was judged.');
    expect(readable(page)).toContain('No account check was made.');
    expect(page).not.toMatch(/class="tile|<svg|<table/);
  });

  it('an account without credentials is no halt', () => {
    const page = pageOf(haltedPage({ halts: [] }));
    expect(page).not.toContain('role="alert"');
    expect(readable(page)).toContain('There is no active credential to judge.');
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
      "2026-11-20 2 gareth.pugh, password svc-archiver, access key 3 over that day's limit, so not yet: hugo.lind, password isabel.duarte, password svc-sync, access key created 2026-03-09 2026-11-21 to 2026-11-22 nothing on 2 days 2026-11-23 0 1 over that day's limit, so not yet: isabel.duarte, password All",
    );
  });

  it.each([
    [13, 'user-11, password user-12, password'],
    [14, 'user-11, password user-12, password user-13, password'],
    [15, 'user-11, password and 3 more user-12, password'],
  ])('of %i names it folds away those beyond a dozen, if there are three or more', (length, expected) => {
    const disabled = Array.from({ length }, (_, index) => `user-${index}, password`);
    const page = pageOf(samplePage({ forecast: [{ date: '2026-11-20', disabled, waiting: [] }] }));
    expect(readable(page)).toContain(expected);
    expect(disabled.filter((name) => !page.includes(name))).toStrictEqual([]);
  });

  it.each([
    [12, 'user-11, password All'],
    [13, 'user-11, password and 1 more All'],
  ])('of %i that wait it names a dozen, because they may wait on every day', (length, expected) => {
    const waiting = Array.from({ length }, (_, index) => `user-${index}, password`);
    const page = readable(pageOf(samplePage({ forecast: [{ date: '2026-11-20', disabled: [], waiting }] })));
    expect(page).toContain(`${length} over that day's limit, so not yet: user-0, password`);
    expect(page).toContain(expected);
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
