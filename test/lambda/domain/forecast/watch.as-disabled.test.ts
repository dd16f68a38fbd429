import type { Credential } from '../../../../lambda/domain/credential';
import { asDisabled } from '../../../../lambda/domain/forecast/watch';
import {
  aKey,
  anEvaluation,
  aPassword,
  aReportRow,
  factsOf,
  type ReportRow,
} from '../../../support/builders';

const ALL = aReportRow({ ...aPassword(), ...aKey(1), ...aKey(2) });
/** Password, first key, second key. */
const CREDENTIALS: readonly Credential[] = anEvaluation([ALL]).judged.map(({ credential }) => credential);

const after = (row: ReportRow, ...places: readonly number[]) =>
  asDisabled(
    factsOf(row),
    places.flatMap((place) => CREDENTIALS.slice(place, place + 1)),
  );

describe('the row of tomorrow has what was disabled, and nothing else, as IAM would write it', () => {
  it.each<[string, readonly number[], readonly [string, string, string]]>([
    ['nothing', [], ['enabled', 'active', 'active']],
    ['the password', [0], ['none', 'active', 'active']],
    ['the first key', [1], ['enabled', 'inactive', 'active']],
    ['the second key', [2], ['enabled', 'active', 'inactive']],
    ['both keys', [1, 2], ['enabled', 'inactive', 'inactive']],
    ['all of it', [0, 1, 2], ['none', 'inactive', 'inactive']],
  ])('%s', (_, places, kinds) => {
    const { password, keys } = after(ALL, ...places);
    expect([password.kind, ...keys.map(({ kind }) => kind)]).toEqual(kinds);
  });

  it('who has none gets none', () => {
    const nobody = aReportRow();
    expect(after(nobody, 0, 1, 2)).toEqual(factsOf(nobody));
  });

  it('what is told of it beside that stays', () => {
    const { password, keys, ...rest } = factsOf(ALL);
    expect(after(ALL, 1)).toEqual({ ...rest, password, keys: [{ ...keys[0], kind: 'inactive' }, keys[1]] });
  });
});
