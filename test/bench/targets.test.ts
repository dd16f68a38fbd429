import type { Run } from '../../bench/sweeps';
import { broken, verdictOf } from '../../bench/targets';

const MINIMUM = { GetUser: 60, ListAccessKeys: 40 };
const aRun = (run: Partial<Run> = {}): Run => ({
  size: 1_000,
  mix: 'together',
  wallMs: 1,
  cpuMs: 1,
  rssBytes: 1,
  calls: MINIMUM,
  minimum: MINIMUM,
  apart: {},
  throttled: 0,
  mutations: 0,
  due: 200,
  wrong: 0,
  missing: 0,
  ...run,
});
const cold = { loadMs: 1, loadAndCallMs: 1, bytes: 1, compressedBytes: 1 };
const done = { mutations: 200 };

describe('what fails the bench', () => {
  it.each<[string, { dryRun?: Partial<Run>; enforcement?: Partial<Run> }, RegExp[]]>([
    ['nothing', {}, []],
    ['slowness does not', { dryRun: { wallMs: 1e9, cpuMs: 1e9, rssBytes: 1e12 } }, []],
    [
      'a call too many when judging',
      { dryRun: { calls: { GetUser: 101 } } },
      [/judged with 101 calls, not 100/],
    ],
    ['a change by dry-run', { dryRun: { mutations: 1 } }, [/dry-run changed 1/]],
    [
      'two calls in a hundred too many when enforcing do not',
      { enforcement: { calls: { GetUser: 102 } } },
      [],
    ],
    [
      'three do',
      { enforcement: { calls: { GetUser: 103 } } },
      [/enforced with 103 calls, section 7 says 100/],
    ],
    ['a wrong credential', { enforcement: { wrong: 1 } }, [/1 wrong/]],
    [
      'one that is left',
      { enforcement: { missing: 1, mutations: 199 } },
      [/1 due .* left/, /199 changes made, 200 due/],
    ],
  ])('%s', (_, { dryRun, enforcement }, faults) => {
    const found = broken({
      firstDays: [],
      dryRuns: [aRun(dryRun)],
      enforcements: [aRun({ ...done, ...enforcement })],
      cold,
    });
    expect(found).toEqual(faults.map((fault) => expect.stringMatching(fault)));
  });
});

describe('a target', () => {
  const target = { what: 'wall', text: (value: number) => `${value} s`, why: '' };
  it.each([
    ['is met when it is reached', 2, 2, 'met'],
    ['is missed by a share of it', 2, 2.5, 'missed by 25.0%'],
    ['of none is missed by what there is', 0, 3, 'missed by 3 s'],
  ])('%s', (_, aim, measured, verdict) => {
    expect(verdictOf({ ...target, target: aim, measured })).toBe(verdict);
  });
});
