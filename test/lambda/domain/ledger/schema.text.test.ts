import { ledgerText, LedgerError, parseLedger } from '../../../../lambda/domain/ledger/schema';
import { ACCOUNT } from '../../../support/builders';
import { aLedger, KEY, PASSWORD } from './a-ledger';
import { changed, FULL, TEXT } from './full-ledger';

/** The first occurrence replaced; fails when there is none. */
function replaced(part: string, by: string): string {
  expect(TEXT).toContain(part);
  return TEXT.replace(part, by);
}

const parsed = (text: string) => parseLedger(text, ACCOUNT.id);

describe('what is written can be read', () => {
  it.each([
    ['an empty ledger', aLedger()],
    ['a full one', FULL],
  ])('%s', (_, ledger) => {
    expect(parsed(ledgerText(ledger))).toEqual(ledger);
  });

  it('with its times as people read them', () => {
    expect(JSON.parse(TEXT)).toMatchObject({
      lastRun: { endedAt: '2026-11-20T06:59:59.999Z' },
      credentials: { [PASSWORD]: { announcedReference: '2024-01-01T00:00:00.000Z' } },
    });
  });
});

describe('a ledger that is not understood to the letter is refused', () => {
  it.each([
    ['an unknown key', changed({ extra: 1 }), 'extra'],
    ['an unknown key of an entry', replaced('"passedOverAt"', '"passedOver"'), 'passedOver'],
    ['a planned key without an id', replaced('"keyId"', '"keyID"'), 'open.planned[0].keyId'],
    ['a missing key', changed({ open: undefined }), 'open'],
    ['a version of the future', changed({ version: 2 }), 'version'],
    ['the version as text', changed({ version: '1' }), 'version'],
    ['no account', changed({ accountId: '1234' }), 'the ledger is not understood: accountId'],
    ['another account', changed({ accountId: '210987654321' }), '210987654321'],
    ['a time that is none', replaced('2026-11-20T07:00:00.000Z', '2026-02-30T07:00:00Z'), 'openedAt'],
    ['a time without a zone', replaced('2026-11-20T07:00:00.000Z', '2026-11-20T07:00:00'), 'openedAt'],
    ['a time as a number', replaced('"2026-11-20T07:00:00.000Z"', '1795158000000'), 'openedAt'],
    ['a count below zero', replaced('"timesRestored": 1', '"timesRestored": -1'), 'timesRestored'],
    ['half a restore', replaced('"timesRestored": 1', '"timesRestored": 0.5'), 'timesRestored'],
    ['unproven that is false', replaced('"unproven": true', '"unproven": false'), 'unproven'],
    ['a kind that is none', replaced('"accessKey"', '"certificate"'), 'planned[0].kind'],
    ['a key given twice', replaced('"version": 1,', '"version": 1, "version": 1,'), 'version'],
    [
      'a credential given twice',
      replaced(`"${KEY}": {`, `"${PASSWORD}": {},\n  "${PASSWORD}": {`),
      'given twice',
    ],
    ['__proto__ as a credential', replaced(`"${PASSWORD}": {`, '"__proto__": {'), '__proto__'],
    ['a list', '[]', 'expected object'],
    ['null', 'null', 'expected object'],
    ['nothing', '', 'ends too early'],
    ['a page of HTML', '<html></html>', 'not valid JSON'],
    ['a byte order mark', `\uFEFF${TEXT}`, 'byte order mark'],
    ['two of them', `${TEXT}${TEXT}`, 'not valid JSON'],
    ['all but its last brace', TEXT.trimEnd().slice(0, -1), 'ends too early'],
    ['its first half', TEXT.slice(0, TEXT.length / 2), 'not valid JSON'],
  ])('%s', (_, text, place) => {
    expect(() => parsed(text)).toThrow(LedgerError);
    expect(() => parsed(text)).toThrow(place);
  });
});

describe('why a ledger is not understood, in one sentence, with what came before it', () => {
  const JUDGED = {
    at: '2026-11-19T07:00:00.000Z',
    mode: 'enforce',
    policy: { version: 3, sha256: 'ab', rules: { noticeDays: 7 } },
    counts: { stale: 3 },
  };
  const judged = (part: Readonly<Record<string, unknown>>) =>
    changed({ lastRun: { runId: 'r', endedAt: '2026-11-19T07:00:00.000Z', judged: { ...JUDGED, ...part } } });

  it.each<[string, string, string]>([
    ['no JSON', '{', 'the ledger is not valid JSON at line 1 column 2: it ends too early'],
    ['another account', changed({ accountId: '210987654321' }), 'the ledger is that of account 210987654321'],
    [
      'a count below zero',
      judged({ counts: { stale: -1 } }),
      'the ledger is not understood: lastRun.judged.counts.stale: ',
    ],
    [
      'a policy without digest',
      judged({ policy: { rules: {} } }),
      'the ledger is not understood: lastRun.judged.policy.sha256: ',
    ],
    ['another mode', judged({ mode: 'on' }), 'the ledger is not understood: lastRun.judged.mode: '],
    ['a key more', judged({ more: 1 }), 'the ledger is not understood: lastRun.judged: '],
    [
      'an account of 13 digits',
      changed({ accountId: '1234567890123' }),
      'the ledger is not understood: accountId: ',
    ],
    [
      'an account of letters in front',
      changed({ accountId: 'a123456789012' }),
      'the ledger is not understood: accountId: ',
    ],
  ])('%s', (_, text, message) => {
    expect(() => parsed(text)).toThrow(
      expect.objectContaining({ name: 'LedgerError', message: expect.stringContaining(message) }),
    );
  });

  it.each([
    ['no JSON', '{'],
    ['no ledger', '{}'],
  ])('%s', (_, text) => {
    expect(() => parsed(text)).toThrow(expect.objectContaining({ cause: expect.any(Error) }));
  });

  it('what the last run went by comes back as it was', () => {
    const { lastRun } = parsed(judged({}));
    expect(lastRun?.judged).toEqual({ ...JUDGED, at: Date.parse(JUDGED.at) });
    expect(parsed(judged({ policy: { sha256: 'ab', rules: {} } })).lastRun?.judged?.policy).toEqual({
      sha256: 'ab',
      rules: {},
    });
  });
});
