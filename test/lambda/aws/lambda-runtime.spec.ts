import { lambdaClock } from '../../../lambda/aws/lambda-runtime';

const aContext = (remaining: number) => {
  const start = performance.now();
  return { getRemainingTimeInMillis: () => remaining - (performance.now() - start) };
};

describe('the clock of an invocation', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('ends its IAM calls 20 seconds before the function is killed', () => {
    const { deadline } = lambdaClock(aContext(900_000));
    jest.advanceTimersByTime(879_999);
    expect(deadline.aborted).toBe(false);
    jest.advanceTimersByTime(1);
    expect(deadline.aborted).toBe(true);
  });

  it('ends them at once when there is less than that', () => {
    const { deadline } = lambdaClock(aContext(10_000));
    jest.advanceTimersByTime(0);
    expect(deadline.aborted).toBe(true);
  });

  it('once stopped leaves no timer behind, which would fire into the next invocation', () => {
    const { deadline, stop } = lambdaClock(aContext(900_000));
    expect(jest.getTimerCount()).toBe(1);
    stop();
    expect(jest.getTimerCount()).toBe(0);
    jest.advanceTimersByTime(900_000);
    expect(deadline.aborted).toBe(false);
  });

  it('tells the wall clock, a clock that only goes forward, and what is left', () => {
    const { clock, stop } = lambdaClock(aContext(900_000));
    const before = { now: clock.now(), elapsed: clock.elapsed() };
    jest.advanceTimersByTime(60_000);
    expect(clock.now() - before.now).toBe(60_000);
    expect(clock.elapsed() - before.elapsed).toBe(60_000);
    expect(clock.remaining()).toBe(840_000);
    jest.setSystemTime(0);
    expect(clock.elapsed() - before.elapsed).toBe(60_000);
    stop();
  });
});
