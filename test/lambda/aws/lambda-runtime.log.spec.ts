import { jsonLog } from '../../../lambda/aws/lambda-runtime';

it('a log line is one line of JSON, whatever strangers have put into its fields', () => {
  const write = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
  jsonLog('ERROR', 'sweep-end', { user: 'a\nb"}', counts: { stale: 1 } });
  const line = String(write.mock.lastCall?.[0]);
  expect(write).toHaveBeenCalledTimes(1);
  write.mockRestore();
  expect(line).toMatch(/^[^\n]+\n$/);
  expect(JSON.parse(line)).toEqual({
    timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
    level: 'ERROR',
    event: 'sweep-end',
    user: 'a\nb"}',
    counts: { stale: 1 },
  });
});
