import { createHash } from 'node:crypto';
import { pageOf } from '../../../../bin/preview/page/page';
import type { PageData } from '../../../../bin/preview/page/page-data';
import { anOverride, aPolicy } from '../../../support/builders';
import { ALL_CELLS, enforcedPage, haltedPage, hostilePage, manyFindings, samplePage } from './sample';

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
    'iam-lapse, preview',
    'THE SAMPLE in examples/, not your account. For your account: npm run preview -- --live',
    'Mode preview: nothing can be changed',
    '45 days without use',
    'Notice 7 days',
    '20 or 25% of active credentials a day, whichever is less; the longest unused first',
    /version 7, cis-5\.0, sha256 [0-9a-f]{12} /,
    '10 stale unused for longer than the limit',
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

  it('it is small: of its own 35 kB, and 400 bytes for each credential', () => {
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

describe('what strangers wrote stands there and does nothing', () => {
  const page = pageOf(hostilePage());

  it('as text, in each of its places', () => {
    const shown =
      '&#60;/script&#62;&#60;img src=x onerror=&#34;alert(1)&#34;&#62;&#39;&#96;&#38;amp;\\u202egnp.';
    expect(page.split(shown).length - 1).toBeGreaterThanOrEqual(25);
  });

  it('never as markup or as a mark that a browser obeys', () => {
    expect(page).not.toMatch(/<img|[^\P{C}\n]/u);
    expect(page.match(/<\/script/g)).toHaveLength(1);
  });

  it('never as an attribute: each tag has only those that the page gives it', () => {
    const tags = page.replaceAll(/<(style|script)>.*?<\/\1>/gs, '').match(/<[a-z][^>]*>/g) ?? [];
    const names = tags.flatMap((tag) => tag.replaceAll(/="[^"]*"/g, '').match(/(?<=\s)[^\s/>]+/g) ?? []);
    const known = new Set(
      [pageOf(samplePage()), pageOf(haltedPage())].flatMap((one) =>
        [...one.matchAll(/[\s"]([a-zA-Z-]+)(?==")/g)].map(([, name]) => name),
      ),
    );
    expect(
      names.filter((name) => !known.has(name) && !['open', 'checked', 'hidden', 'html'].includes(name)),
    ).toStrictEqual([]);
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

describe('its first lines and its words say what was judged', () => {
  const of = (options: Partial<PageData>) => readable(pageOf(samplePage(options)));
  const newest = Date.parse('2026-11-19T07:00:00Z');

  it('a file, by its name and by the newest date in it', () => {
    expect(of({ source: { kind: 'file', file: 'mine.csv', newest } })).toContain(
      '123456789012 Judged: the credential report mine.csv . The newest date in it is 2026-11-19 .',
    );
    expect(of({ source: { kind: 'file', file: 'mine.csv', newest: undefined } })).toContain(
      'mine.csv . It has no date in it.',
    );
  });

  it('the live account, with its alias where it has one', () => {
    const page = of({ source: { kind: 'live' }, accountAlias: 'acme-prod' });
    expect(page).toContain(
      'Unused credentials of account acme-prod (123456789012) Judged: the live account, read-only.',
    );
    expect(page).not.toContain('THE SAMPLE');
  });

  it('a past run, and what mode it had', () => {
    const page = readable(pageOf(enforcedPage()));
    expect(page).toContain('iam-lapse, past run');
    expect(page).toContain('The record of run 20261120T070000Z . As of');
    expect(page).toContain('Mode enforce: stale credentials are disabled after their notice');
    expect(page).toContain('Outcomes of the planned actions 1 failed IAM did not disable it 8 disabled');
    expect(page).not.toMatch(/sample|preview/i);
  });

  it('a past run that was a preview', () => {
    const source = { kind: 'record', runId: 'r', preview: true } as const;
    expect(readable(pageOf(enforcedPage({ source })))).toContain('It was a preview: it changed nothing');
  });

  describe('where nothing would be disabled', () => {
    const { counts, findings } = samplePage();
    const none = { counts: { ...counts, wouldDisable: 0 } };
    const unnoticed = findings.map(({ noticeGiven, ...finding }) =>
      noticeGiven === undefined ? finding : { ...finding, noticeGiven: false },
    );

    it.each<[string, Partial<PageData>, string]>([
      [
        'for want of notice',
        { ...none, findings: unnoticed },
        'Mode enforce would disable nothing today: no stale credential has had its notice .',
      ],
      ['although there was notice', none, 'Mode enforce would disable nothing today .'],
      [
        'for want of anything stale',
        { counts: { ...none.counts, stale: 0 }, findings: [] },
        'Mode enforce would disable nothing today .',
      ],
    ])('a preview: %s', (_, options, expected) => {
      const page = of(options);
      expect(page.replaceAll(/ ?\./g, ' .')).toContain(expected);
      expect(page).not.toMatch(/this run (planned|did)/i);
    });

    it('a past run', () => {
      const page = readable(pageOf(enforcedPage({ counts: { ...counts, wouldDisable: 0 } })));
      expect(page).toContain('This run planned no action.');
    });
  });

  it('a preview that halted is no run', () => {
    const page = of({ halts: ['the report could not be read'] });
    expect(page).toContain('This preview halted the report could not be read');
    expect(page).not.toContain('This run');
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
