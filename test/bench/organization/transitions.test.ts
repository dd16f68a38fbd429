import { Machine, transitionsOf, transitionsOfChild } from '../../../bench/organization/transitions';

const machine = Machine.parse({
  StartAt: 'Freeze',
  States: {
    Freeze: { Type: 'Task', Next: 'Judge' },
    Judge: {
      Type: 'Map',
      Next: 'Anybody',
      ItemProcessor: {
        StartAt: 'Sweep',
        States: { Sweep: { Type: 'Task', Next: 'Note' }, Note: { Type: 'Pass', End: true } },
      },
    },
    Anybody: { Type: 'Choice', Choices: [{ Next: 'Act' }], Default: 'Tell' },
    Act: {
      Type: 'Map',
      Next: 'Tell',
      ItemProcessor: { StartAt: 'One', States: { One: { Type: 'Task', End: true } } },
    },
    Tell: { Type: 'Task', End: true },
  },
});

describe('transitions', () => {
  it('of a child: its start, and each state on its way', () => {
    expect([transitionsOfChild(machine, 'Judge'), transitionsOfChild(machine, 'Act')]).toStrictEqual([3, 2]);
  });

  it.each([
    ['a run without Act', ['Freeze', 'Judge', 'Anybody', 'Tell'], { Judge: 10 }, 1 + 4 + 30],
    ['a run with Act', ['Freeze', 'Judge', 'Anybody', 'Act', 'Tell'], { Judge: 10, Act: 2 }, 1 + 5 + 30 + 4],
  ])('of %s', (_, path, children, expected) => {
    expect(transitionsOf(machine, { path, children })).toBe(expected);
  });

  it.each([
    ['does not begin there', ['Judge']],
    ['has no such way', ['Freeze', 'Tell']],
    ['has no such choice', ['Freeze', 'Judge', 'Anybody', 'Judge']],
  ])('are not counted on a way that the machine has not: it %s', (_, path) => {
    expect(() => transitionsOf(machine, { path, children: {} })).toThrow(/does not lead/);
  });

  it('are not counted of children of what is no Map', () => {
    expect(() => transitionsOf(machine, { path: ['Freeze'], children: { Freeze: 1 } })).toThrow(/no Map/);
  });
});
