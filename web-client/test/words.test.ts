import { describe, expect, it } from 'vitest';
import {
  clock,
  duration,
  percent,
  rate,
  size,
  skippedShare,
  skippedWords,
} from '../src/common/figures';
import { isLoopback, randomName, toName, watchUrl, watchedName } from '../src/common/streams';
import { cameraWords } from '../src/studio/camera';

describe('names of streams', () => {
  it('are made of what the visitor writes', () => {
    expect(toName('  My Studio №2 ')).toBe('my-studio-no2');
    expect(toName('Frau Müller--Lüdenscheidt!')).toBe('frau-muller-ludenscheidt');
    expect(toName('絵')).toBe('');
    expect(toName('a'.repeat(63) + '-b')).toBe('a'.repeat(63));
  });

  it('come ready-made in the form that the server takes', () => {
    expect(randomName(() => 0)).toBe('amber-avocet-10');
    expect(randomName(() => 0.9999)).toBe('viridian-wren-99');
    for (let i = 0; i < 50; i++) {
      const name = randomName();
      expect(toName(name)).toBe(name);
    }
  });

  it('go into the address of the viewer page and come out of it', () => {
    const url = new URL(watchUrl('ochre-heron-12', 'http://localhost:8080'));
    expect(url.href).toBe('http://localhost:8080/watch/ochre-heron-12');
    expect(watchedName(url.pathname)).toBe('ochre-heron-12');
    expect(watchedName('/watch/a%20b/')).toBe('a b');
    expect(watchedName('/overlay/ochre-heron-12')).toBe('ochre-heron-12');
    expect(watchedName('/watch/')).toBe('');
    expect(watchedName('/watch/%')).toBe('');
    expect(watchedName('/watch/a/b')).toBe('');
  });
});

it('a loopback host is known by its name', () => {
  for (const host of ['localhost', '127.0.0.1', '127.1.2.3', '[::1]', 'a.localhost']) {
    expect(isLoopback(host), host).toBe(true);
  }
  for (const host of ['192.168.0.7', 'localhost.example.org', '128.0.0.1']) {
    expect(isLoopback(host), host).toBe(false);
  }
});

describe('figures', () => {
  it('are short', () => {
    expect([duration(0.4), duration(180.4), duration(999), duration(1449)]).toEqual([
      '0 ms',
      '180 ms',
      '999 ms',
      '1.4 s',
    ]);
    expect([rate(0), rate(1.24), rate(9.96), rate(29.7)]).toEqual(['0.0', '1.2', '10', '30']);
    expect([percent(0), percent(0.004), percent(0.126)]).toEqual(['0 %', '< 1 %', '13 %']);
  });

  it('of time and size are read at a glance', () => {
    expect([clock(0), clock(67.9), clock(750), clock(3723)]).toEqual([
      '0:00',
      '1:07',
      '12:30',
      '1:02:03',
    ]);
    expect([size(0), size(640), size(1240), size(999_400), size(2.35e9)]).toEqual([
      '0 B',
      '640 B',
      '1.2 kB',
      '999 kB',
      '2.4 GB',
    ]);
  });

  it('tell how many frames were skipped of late', () => {
    const at = (received: number, overwritten: number) => ({ received, overwritten });
    expect(skippedShare(at(100, 90), at(150, 100))).toBeCloseTo(0.2);
    expect(skippedShare(at(100, 90), at(100, 90))).toBeNull();
    expect(skippedShare(at(100, 90), at(5, 0))).toBeNull(); // another stream of the same name
    expect(skippedWords(0)).toBe('every frame is painted');
    expect(skippedWords(0.667)).toBe('67 % skipped to stay live');
  });
});

it('a camera that stays shut says why and what to do', () => {
  const named = (name: string) => cameraWords(new DOMException('', name));
  expect(named('NotAllowedError')).toMatch(/Allow it/);
  expect(named('NotFoundError')).toMatch(/Plug one in/);
  expect(named('OverconstrainedError')).toMatch(/Choose another/);
  expect(named('NotReadableError')).toMatch(/busy/);
  expect(cameraWords(new Error('strange'))).toMatch(/strange/);
});
