import { pageOf } from '../../../../bin/preview/page/page';
import type { PageData } from '../../../../bin/preview/page/page-data';
import { enforcedPage, readable, samplePage } from './sample';

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
