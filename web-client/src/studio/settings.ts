import type { Settings, SettingsPatch } from '../common/api';
import { asProblem, type Problem } from '../common/problem';

export interface Listener {
  accepted(settings: Settings): void;
  /** The server keeps what it had; what was asked for is forgotten. */
  refused(problem: Problem): void;
}

/**
 * Sends changes of settings, one request at a time: what changes meanwhile is gathered, and only
 * the newest value of each is sent next. So a dragged slider never builds up a queue.
 */
export class SettingsSender {
  #waiting: SettingsPatch | null = null;
  #busy = false;
  #changed = false;

  constructor(
    private readonly send: (patch: SettingsPatch) => Promise<Settings>,
    private readonly listener: Listener,
  ) {}

  /**
   * Whether the settings that the server has just told of by itself are the newest. Not while a
   * change is on its way; and what comes first after one may have set out before it.
   */
  get current(): boolean {
    const current = !this.#busy && !this.#changed;
    if (!this.#busy) this.#changed = false;
    return current;
  }

  change(patch: SettingsPatch): void {
    this.#waiting = { ...this.#waiting, ...patch };
    if (!this.#busy) void this.#run();
  }

  async #run(): Promise<void> {
    this.#busy = true;
    while (this.#waiting) {
      const patch = this.#waiting;
      this.#waiting = null;
      try {
        const settings = await this.send(patch);
        this.#changed = true;
        if (!this.#waiting) this.listener.accepted(settings);
      } catch (error) {
        this.#waiting = null;
        this.#changed = false;
        this.listener.refused(asProblem(error));
      }
    }
    this.#busy = false;
  }
}
