import {
  type FrozenSettings,
  frozenSettingsText,
  parseFrozenSettings,
} from '../../../lambda/domain/organization/frozen-settings';
import { sha256 } from '../../../lambda/domain/sha256';
import { type PinnedRun, readFrozenAccount } from '../../../lambda/organization/frozen-account';
import { type Pin, PinBroken, type PinnedRecordName } from '../../../lambda/organization/ports';
import { NOW } from '../../support/builders';

const RUN = '20261120T070000Z';
const [ALPHA, BETA] = ['111111111111', '222222222222'] as const;

const parameter = (name: string, text: string) => ({ name, version: 3, text, sha256: sha256(text) });
const SETTINGS: FrozenSettings = {
  version: 1,
  organizationId: 'o-a1b2c3d4e5',
  runId: RUN,
  at: NOW,
  trigger: 'scheduled',
  preview: false,
  mode: parameter('/iam-lapse/mode', 'enforce'),
  policy: parameter('/iam-lapse/policy', '{"policy":true}'),
  organization: parameter('/iam-lapse/organization', '{"organization":true}'),
};
const item = (id: string, mode = 'enforce') => ({ version: 1, runId: RUN, id, mode });
const allotted = (id: string, more: object = {}) => ({
  version: 1,
  runId: RUN,
  id,
  ids: ['credential'],
  ...more,
});

/** Each record has one version, which is pinned by its own hash. */
function frozen(texts: Partial<Record<PinnedRecordName, string>> = {}) {
  const all: Partial<Record<PinnedRecordName, string>> = {
    'settings.json': frozenSettingsText(SETTINGS),
    'roster.json': JSON.stringify([item(ALPHA), item(BETA, 'dry-run')]),
    ...texts,
  };
  const pinOf = (name: PinnedRecordName): Pin => ({ versionId: name, sha256: sha256(all[name] ?? '') });
  const run: PinnedRun = {
    runId: RUN,
    settings: pinOf('settings.json'),
    roster: pinOf('roster.json'),
    act: all['act.json'] === undefined ? undefined : pinOf('act.json'),
  };
  const records = {
    readPinned: async (runId: string, name: PinnedRecordName, pin: Pin) => {
      const text = all[name];
      if (runId !== RUN || text === undefined || pin.sha256 !== sha256(text)) throw new PinBroken(name);
      return text;
    },
  };
  return { records, run };
}
const read = (
  texts: Parameters<typeof frozen>[0] = {},
  accountId: string = ALPHA,
  pins: Partial<PinnedRun> = {},
) => {
  const { records, run } = frozen(texts);
  return readFrozenAccount(records, { ...run, ...pins }, accountId);
};

describe('what a run froze about an account', () => {
  it('is the policy of the run, and the account’s own mode', async () => {
    expect(await read()).toStrictEqual({
      organizationId: 'o-a1b2c3d4e5',
      frozenAt: NOW,
      trigger: 'scheduled',
      preview: false,
      settings: {
        mode: { name: '/iam-lapse/mode', value: 'enforce' },
        policy: {
          name: '/iam-lapse/policy',
          value: { text: '{"policy":true}', version: 3, sha256: sha256('{"policy":true}') },
        },
      },
      mode: 'enforce',
      item: item(ALPHA),
      act: undefined,
    });
    expect(await read({}, BETA)).toMatchObject({ mode: 'dry-run', settings: { mode: { value: 'dry-run' } } });
  });

  it.each(['dry-run', 'Enforce', ''])(
    'is dry-run where the master switch was %j, whatever the roster says',
    async (text) => {
      const settings = frozenSettingsText({ ...SETTINGS, mode: parameter('/iam-lapse/mode', text) });
      expect(await read({ 'settings.json': settings })).toMatchObject({
        mode: 'dry-run',
        settings: { mode: { value: 'dry-run' } },
      });
    },
  );

  it.each<[string, Partial<FrozenSettings>]>([
    ['is a preview', { preview: true }],
    ['is held back', { heldBack: [{ reason: 'delivery', message: 'a digest is pending' }] }],
  ])('is dry-run when the run %s, whatever the roster says', async (_, parts) => {
    const settings = frozenSettingsText({ ...SETTINGS, ...parts });
    expect(await read({ 'settings.json': settings })).toMatchObject({ mode: 'dry-run' });
  });

  it('has the ids that it was allotted in Act, and no others', async () => {
    const acts = [allotted(BETA, { ids: ['theirs'] }), allotted(ALPHA, { barrier: 'coverage' })];
    expect(await read({ 'act.json': JSON.stringify(acts) })).toMatchObject({
      act: { ids: ['credential'], barrier: 'coverage' },
    });
  });

  it.each<[string, Parameters<typeof frozen>[0], RegExp]>([
    ['the roster lacks it', { 'roster.json': '[]' }, /roster.json has account 111111111111 0 times/],
    [
      'the roster has it twice',
      { 'roster.json': JSON.stringify([item(ALPHA), item(ALPHA)]) },
      /roster.json has account 111111111111 2 times/,
    ],
    ['the roster is no list', { 'roster.json': '{}' }, /roster.json is not a list of accounts/],
    ['the roster is no JSON', { 'roster.json': '[' }, /roster.json is not a list of accounts/],
    [
      'its mode is not one',
      { 'roster.json': JSON.stringify([item(ALPHA, 'delete')]) },
      /the item of account 111111111111 is not understood/,
    ],
    [
      'nothing was allotted to it',
      { 'act.json': JSON.stringify([allotted(BETA)]) },
      /act.json has account .* 0 times/,
    ],
    [
      'the roster is of another run',
      { 'roster.json': JSON.stringify([{ ...item(ALPHA), runId: 'other' }]) },
      /a record of run 20261120T070000Z is that of run other/,
    ],
    [
      'the settings are of another run',
      { 'settings.json': frozenSettingsText({ ...SETTINGS, runId: 'other' }) },
      /is that of run other/,
    ],
    [
      'the allotment is of another run',
      { 'act.json': JSON.stringify([allotted(ALPHA, { runId: 'other' })]) },
      /is that of run other/,
    ],
  ])('is refused when %s', async (_, texts, message) => {
    const refused = read(texts);
    await expect(refused).rejects.toMatchObject({ name: 'FrozenError' });
    await expect(refused).rejects.toThrow(message);
  });

  it.each(['settings', 'roster', 'act'] as const)(
    'is refused when the pin of %s is broken',
    async (which) => {
      const texts = { 'act.json': JSON.stringify([allotted(ALPHA)]) };
      const pins = { [which]: { versionId: 'other', sha256: sha256('other') } };
      await expect(read(texts, ALPHA, pins)).rejects.toThrow(PinBroken);
    },
  );
});

describe('frozen settings', () => {
  it('are read as they were written', () => {
    expect(parseFrozenSettings(frozenSettingsText(SETTINGS))).toStrictEqual(SETTINGS);
  });

  it.each<[string, string, RegExp]>([
    ['no JSON', '{', /^settings.json is not valid JSON/],
    ['nothing', '{}', /^settings.json is not understood: version/],
    [
      'a text that was changed',
      frozenSettingsText(SETTINGS).replace('{\\"policy\\":true}', '{}'),
      /policy.sha256: is not that of the text/,
    ],
    [
      'more than we know',
      frozenSettingsText(SETTINGS).replace('"version": 1,', '"version": 1, "extra": true,'),
      /extra/,
    ],
  ])('are refused when they have %s', (_, text, message) => {
    expect(() => parseFrozenSettings(text)).toThrow(message);
  });
});
