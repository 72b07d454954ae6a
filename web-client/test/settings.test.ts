import { describe, expect, it } from 'vitest';
import type { Settings, SettingsPatch } from '../src/common/api';
import { Problem } from '../src/common/problem';
import { SettingsSender } from '../src/studio/settings';

/** A server that answers when it is told to. */
function slowServer() {
  const asked: { patch: SettingsPatch; answer: () => void; refuse: (problem: Problem) => void }[] =
    [];
  const heard: unknown[] = [];
  const sender = new SettingsSender(
    (patch) =>
      new Promise((resolve, reject) => {
        asked.push({ patch, answer: () => resolve(patch as Settings), refuse: reject });
      }),
    {
      accepted: (settings) => heard.push(settings),
      refused: (problem) => heard.push(problem.message),
    },
  );
  return { sender, asked, heard };
}

const settled = () => new Promise((resolve) => setTimeout(resolve));

describe('changes of settings', () => {
  it('go one at a time, and only the newest values', async () => {
    const { sender, asked, heard } = slowServer();
    sender.change({ strength: 0.9 });
    sender.change({ strength: 0.8 });
    sender.change({ strength: 0.7, steadiness: 1 });
    expect(asked.map((it) => it.patch)).toEqual([{ strength: 0.9 }]);
    expect(sender.current).toBe(false);
    asked[0]?.answer();
    await settled();
    expect(heard).toEqual([]); // It is not what the visitor wants any more.
    expect(asked.map((it) => it.patch)[1]).toEqual({ strength: 0.7, steadiness: 1 });
    asked[1]?.answer();
    await settled();
    expect(heard).toEqual([{ strength: 0.7, steadiness: 1 }]);
    expect(sender.current).toBe(false); // It may have set out before the change.
    expect(sender.current).toBe(true);
  });

  it('that are refused are not tried again', async () => {
    const { sender, asked, heard } = slowServer();
    sender.change({ strength: 7 });
    asked[0]?.refuse(new Problem('strength is 7.0. Give 0 to 1.', 400));
    await settled();
    expect(heard).toEqual(['strength is 7.0. Give 0 to 1.']);
    expect(sender.current).toBe(true);
    sender.change({ strength: 1 });
    expect(asked[1]?.patch).toEqual({ strength: 1 });
  });
});
