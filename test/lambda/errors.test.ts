import { messageOf } from '../../lambda/errors';

it.each([
  ['an error', new Error('went wrong'), 'went wrong'],
  ['a text', 'went wrong', 'went wrong'],
  ['nothing', undefined, 'undefined'],
])('whatever was thrown has words: %s', (_what, thrown, words) => {
  expect(messageOf(thrown)).toBe(words);
});
