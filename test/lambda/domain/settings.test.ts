import { isMode } from '../../../lambda/domain/settings';

it.each([
  ['dry-run', true],
  ['enforce', true],
  ['', false],
  ['Enforce', false],
  ['enforce ', false],
  ['enforce\n', false],
  ['dry_run', false],
  ['true', false],
  ['length', false],
])('anything but the two words is refused: %j', (text, expected) => {
  expect(isMode(text)).toBe(expected);
});
