import { Progress } from '../../../../bin/preview/live/progress';

function aScreen({ isTTY = true, columns = 20 } = {}) {
  const written: string[] = [];
  const write = (text: string) => written.push(text) > 0;
  return { written, screen: { isTTY, columns, write } };
}

it('writes one line over and over, and takes it away', () => {
  const { written, screen } = aScreen();
  const progress = new Progress(screen);
  progress.show('one two three');
  progress.show('four');
  progress.clear();
  progress.clear();
  expect(written).toStrictEqual(['\rone two three', '\rfour         ', '\r    \r']);
});

it('never fills the line, which would wrap', () => {
  const { written, screen } = aScreen({ columns: 10 });
  new Progress(screen).show('0123456789');
  expect(written).toStrictEqual(['\r012345678']);
});

it('takes a terminal of no width for one of the usual width', () => {
  const { written, screen } = aScreen({ columns: 0 });
  new Progress(screen).show('one');
  expect(written).toStrictEqual(['\rone']);
});

it('writes nothing into a pipe', () => {
  const { written, screen } = aScreen({ isTTY: false });
  const progress = new Progress(screen);
  progress.show('one');
  progress.clear();
  expect(written).toStrictEqual([]);
});
