import { parseOptions } from '../../../bin/investigate/options';
import { BadInput } from '../../../bin/preview/errors';

const DEFAULTS = {
  task: 'investigate',
  user: 'bob',
  hours: 24,
  regions: [],
  pages: 4,
  json: false,
  html: undefined,
};

it('asks for a day and four pages by default', () => {
  expect(parseOptions(['bob'])).toStrictEqual(DEFAULTS);
});

it('takes every option', () => {
  const args = '--hours 2160 --regions eu-west-1,us-gov-west-1 --pages 200 --html p.html --json bob';
  expect(parseOptions(args.split(' '))).toStrictEqual({
    ...DEFAULTS,
    hours: 2160,
    regions: ['eu-west-1', 'us-gov-west-1'],
    pages: 200,
    json: true,
    html: 'p.html',
  });
});

it('takes every name that IAM allows, also root', () => {
  for (const name of ['root', 'a+=,.@-_1', 'x'.repeat(64)]) {
    expect(parseOptions([name])).toMatchObject({ user: name });
  }
});

it('--help needs no name', () => {
  expect(parseOptions(['--help'])).toStrictEqual({ task: 'help' });
});

it.each([
  ['', 'name the IAM user: npm run investigate -- USER'],
  ['bob eve', 'name one IAM user, not 2'],
  ['arn:aws:iam::123456789012:user/team/bob', 'give the name alone, not the ARN: bob'],
  ['arn:aws:iam::123456789012:root', 'the root user is no IAM user'],
  ['<root_account>', 'the root user is no IAM user'],
  ['x'.repeat(65), 'cannot be the name of an IAM user'],
  ['bob/eve', '"bob/eve" cannot be the name of an IAM user'],
  ['bob\u202E', 'cannot be the name of an IAM user'],
  ['bob --hours 0', '--hours "0": give a whole number from 1 to 2160'],
  ['bob --hours 2161', '--hours "2161": give a whole number from 1 to 2160'],
  ['bob --hours 1.5', '--hours "1.5"'],
  ['bob --pages 0', '--pages "0": give a whole number from 1 to 200'],
  ['bob --pages 201', '--pages "201"'],
  ['bob --regions eu-west-1,', '--regions: "" is not a region'],
  ['bob --regions evil.example.com/', '--regions: "evil.example.com/" is not a region'],
  ['bob --regions N/A', '--regions: "N/A" is not a region'],
  ['bob --colour', "Unknown option '--colour'; --help lists the options"],
])('%j is refused', (line, message) => {
  const args = line.split(' ').filter((arg) => arg !== '');
  expect(() => parseOptions(args)).toThrow(message);
  expect(() => parseOptions(args)).toThrow(BadInput);
});

it('an empty --html is refused', () => {
  expect(() => parseOptions(['bob', '--html', ''])).toThrow('--html "": give the name of a file');
});
