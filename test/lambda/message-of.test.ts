import { messageOf } from '../../lambda/message-of';

it.each([
  ['an error', new Error('went wrong'), 'went wrong'],
  ['a text', 'went wrong', 'went wrong'],
  ['nothing', undefined, 'undefined'],
])('whatever was thrown has words: %s', (_what, thrown, words) => {
  expect(messageOf(thrown)).toBe(words);
});
