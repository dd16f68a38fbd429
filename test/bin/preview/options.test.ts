import { parseOptions } from '../../../bin/preview/options';
import { BadInput } from '../../../bin/preview/errors';
import { NOW } from '../../support/builders';

const parse = (...args: readonly string[]) => parseOptions(args, () => NOW);

describe('what does not go together, or makes no sense, is refused', () => {
  const cases: readonly [readonly string[], RegExp][] = [
    [['--live', '--report', 'x.csv'], /^--live and --report do not go together/],
    [['--policy', 'x.json', '--policy-from-ssm'], /^--policy and --policy-from-ssm do not go together/],
    [['--record', 'x'], /^--record draws a page: say where with --html FILE$/],
    [['--record', 'x', '--html', 'y', '--live'], /^--record and --live do not/],
    [['--record', 'x', '--html', 'y', '--report', 'z'], /^--record and --report do not/],
    [['--record', 'x', '--html', 'y', '--policy', 'z'], /^--record and --policy do not/],
    [['--record', 'x', '--html', 'y', '--policy-from-ssm'], /^--record and --policy-from-ssm do not/],
    [['--record', 'x', '--html', 'y', '--now', '2026-11-20'], /^--record and --now do not/],
    [['--record', 'x', '--html', 'y', '--assume-announced'], /^--record and --assume-announced do not/],
    [['--record', 'x', '--html', 'y', '--days', '3'], /^--record and --days do not/],
    [['--record', 'x', '--html', 'y', '--json'], /^--record and --json do not/],
    [['--record', 'x', '--html', 'y', '--fail-on', 'stale'], /^--record and --fail-on do not/],
    [['--fail-on', 'stale,'], /^--fail-on "stale,": give stale, unclear or high/],
    [['--fail-on='], /^--fail-on "": give stale/],
    [['--fail-on', 'HIGH'], /^--fail-on "HIGH": give stale/],
    [['--as-enforced', '--live'], /^--as-enforced and --live do not go together/],
    [['--as-enforced', '--json'], /^--as-enforced and --json do not/],
    [['--as-enforced', '--html', 'x'], /^--as-enforced and --html do not/],
    [['--as-enforced', '--record', 'x', '--html', 'y'], /^--as-enforced and --record do not/],
    [['--days', '0'], /^--days "0": give a whole number from 1 to 90$/],
    [['--days', '91'], /^--days "91": give/],
    [['--days', '7.5'], /^--days "7\.5": give/],
    [['--days', 'a week'], /^--days "a week": give/],
    [['--days=-1'], /^--days "-1": give/],
    [['--report', ''], /^--report "": give the name of a file$/],
    [['--policy='], /^--policy "": give the name of a file$/],
    [['--html', ''], /^--html "": give the name of a file$/],
    [['--record', '', '--html', 'y'], /^--record "": give the name of a file$/],
    [['--record', 'x', '--html='], /^--html "": give the name of a file$/],
  ];
  it.each(cases)('%j', (args, expected) => {
    expect(() => parse(...args)).toThrow(BadInput);
    expect(() => parse(...args)).toThrow(expected);
  });
});

describe('what does', () => {
  it('--live with the deployed policy, a forecast and a page, as of now', () => {
    expect(parse('--live', '--policy-from-ssm', '--days', '90', '--html', 'page.html')).toMatchObject({
      task: 'judge',
      what: { kind: 'live' },
      policy: { kind: 'ssm' },
      now: NOW,
      days: 90,
      html: 'page.html',
    });
  });

  it('--report with the deployed policy', () => {
    expect(parse('--report', 'x.csv', '--policy-from-ssm')).toMatchObject({
      what: { kind: 'report', file: 'x.csv' },
      policy: { kind: 'ssm' },
      days: undefined,
    });
  });

  it.each([
    [[], []],
    [['--fail-on', 'stale'], ['stale']],
    [
      ['--fail-on', 'stale, unclear,high'],
      ['stale', 'unclear', 'high'],
    ],
    [
      ['--fail-on', 'high', '--fail-on=stale'],
      ['high', 'stale'],
    ],
  ])('--fail-on with one word or several: %j', (args, failOn) => {
    expect(parse(...args)).toMatchObject({ failOn });
  });

  it('--as-enforced with a report: all notice has been given', () => {
    expect(parse('--as-enforced', '--report', 'x.csv')).toMatchObject({
      asEnforced: true,
      assumeAnnounced: true,
    });
    expect(parse()).toMatchObject({ asEnforced: false, assumeAnnounced: false });
  });

  it('--record with a page', () => {
    const options = parse('--record', 's3://b/1/runs', '--html', 'page.html');
    expect(options).toStrictEqual({ task: 'draw', record: 's3://b/1/runs', html: 'page.html' });
  });
});

it('under npm run, the help is where npm does not take --help', () => {
  const refused =
    (...args: readonly string[]) =>
    () =>
      parseOptions(args, () => NOW, { isRunByNpm: true });
  const HINT = /[;?] npm run preview -- --help lists the options$/;
  expect(refused('--reprot')).toThrow(HINT);
  expect(refused('--live', '--report', 'x')).toThrow(HINT);
});

describe('an argument that belongs to no option', () => {
  const stray = (isRunByNpm: boolean) => () => parseOptions(['stale'], () => NOW, { isRunByNpm });
  it('under npm run: what npm may have done', () => {
    expect(stray(true)).toThrow(
      "Unexpected argument 'stale'; if it belongs to an option, npm took the option for itself. Put -- before the options: npm run preview -- --live",
    );
  });
  it('a file: the option for it, with what to type under npm run', () => {
    const file = () => parseOptions(['my report.csv'], () => NOW, { isRunByNpm: true });
    expect(file).toThrow(
      'Unexpected argument \'my report.csv\'; to judge a file: npm run preview -- --report "my report.csv"',
    );
  });
  it('otherwise: the list of options', () => {
    expect(stray(false)).toThrow("Unexpected argument 'stale'; --help lists the options");
  });
});
