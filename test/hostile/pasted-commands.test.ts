import { commandOf, optionOf, pasted } from '../lambda/domain/digest/pasted';
import { fc, runs } from '../support/runs';

const ALLOWED = Array.from('abcXYZ019+=,.@_-');

it('several commands of a digest can be pasted at once, whatever the names', () => {
  const name = fc.string({ unit: fc.constantFrom(...ALLOWED), minLength: 1, maxLength: 64 });
  fc.assert(
    fc.property(fc.array(name, { minLength: 1, maxLength: 40 }), (names) => {
      const commands = names.map((user, index) =>
        commandOf({ user, kind: index % 2 === 0 ? 'accessKey' : 'password' }),
      );
      const calls = pasted(...commands);
      expect(calls.map((args) => optionOf(args, '--user-name'))).toStrictEqual(names);
    }),
    { numRuns: runs(8) },
  );
});
