import { disabledIn } from '../../../../lambda/domain/records/past-result';

const record = (outcomes: unknown, rest: object = {}) => JSON.stringify({ version: 1, outcomes, ...rest });

describe('what a run’s record says was disabled', () => {
  it('is what has that outcome and an id, and nothing else', () => {
    const outcomes = [
      { id: 'a', outcome: 'disabled', keyId: 'AKIA' },
      { id: null, outcome: 'disabled' },
      { id: 'b', outcome: 'failed' },
      { id: 'c', outcome: 'wouldDisable' },
      { id: 'd', outcome: 'disabled' },
    ];
    expect([...disabledIn(record(outcomes, { counts: {} }))]).toEqual(['a', 'd']);
  });

  it('is nothing when the run came to no record', () => {
    expect([...disabledIn(undefined)]).toEqual([]);
  });

  it.each([
    ['no JSON', '{', 'JSON'],
    ['empty', '', 'JSON'],
    ['of another version', JSON.stringify({ version: 2, outcomes: [] }), 'version'],
    ['without outcomes', JSON.stringify({ version: 1 }), 'outcomes'],
    ['one with an outcome of no id', record([{ outcome: 'disabled' }]), 'outcomes.0.id'],
    ['one with an outcome that is no word', record([{ id: 'a', outcome: 1 }]), 'outcomes.0.outcome'],
  ])('is not "nothing" when the record is %s: it throws', (_what, text, place) => {
    expect(() => disabledIn(text)).toThrow(place);
  });
});
