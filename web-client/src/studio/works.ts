import * as api from '../common/api';
import { byId, make, say } from '../common/dom';
import { listen } from '../common/events';
import { clock, percent, size, together } from '../common/figures';
import { sentence, words } from '../common/problem';
import { upload, type Manner } from './upload';
import { WorkCard, type Work } from './work-card';

/** While something is recorded its length is read this often. */
const RECORDING_MS = 2000;

/** What was painted of files and recorded of streams, the newest first. */
export class Works {
  readonly #list = byId('works', HTMLUListElement);
  readonly #message = byId('shelf-message', HTMLElement);
  readonly #player = byId('player', HTMLDialogElement);
  readonly #cards = new Map<string, WorkCard>();
  readonly #uploads: Work[] = [];
  #jobs: api.Job[] = [];
  #recordings: api.Recording[] = [];
  /** The job that is listened to: one at a time, since browsers open few connections to a server. */
  #heard = '';
  #unlisten = () => {};
  #timer: ReturnType<typeof setTimeout> | undefined;

  /**
   * @param manner how a file that comes now is to be painted
   * @param title of a style, for people
   */
  constructor(
    private readonly manner: () => Manner,
    private readonly title: (style: string) => string,
  ) {
    this.#player.addEventListener('click', (event) => {
      if (event.target === this.#player) this.#player.close();
    });
    this.#player.addEventListener('close', () => this.#player.replaceChildren());
  }

  /** Reads both lists anew. */
  async refresh(): Promise<void> {
    const [jobs, recordings] = await Promise.allSettled([api.jobs(), api.recordings()]);
    if (jobs.status === 'fulfilled') this.#jobs = jobs.value;
    if (recordings.status === 'fulfilled') this.#recordings = recordings.value;
    const failed = [jobs, recordings].find((it) => it.status === 'rejected');
    say(this.#message, failed ? words(failed.reason) : '');
    this.#show();
    this.#listen();
    clearTimeout(this.#timer);
    if (this.#recordings.some((it) => it.state === 'recording')) {
      this.#timer = setTimeout(() => void this.refresh(), RECORDING_MS);
    }
  }

  /** The recording of that stream that is under way. */
  recordingOf(stream: string): api.Recording | undefined {
    return this.#recordings.find((it) => it.stream === stream && it.state === 'recording');
  }

  /** Sends files to be painted as it is chosen now, one after the other. */
  async paint(files: Iterable<File>): Promise<void> {
    const manner = this.manner();
    const waiting = [...files].map((file) => this.#announce(file));
    this.#show();
    for (const { file, work, abort } of waiting) {
      if (abort.signal.aborted) continue;
      try {
        const progress = (share: number) => {
          work.progress = share;
          work.note = `Sending, ${percent(share)} of ${size(file.size)}`;
          this.#show();
        };
        progress(0);
        const job = await upload(file, manner, progress, abort.signal);
        this.#forget(work);
        this.#jobs.unshift(job);
      } catch (error) {
        if (!abort.signal.aborted) {
          Object.assign(work, { state: 'failed', progress: null, note: words(error) });
        }
      }
      this.#show();
      this.#listen();
    }
  }

  #announce(file: File) {
    const abort = new AbortController();
    const work: Work = {
      id: crypto.randomUUID?.() ?? `${performance.now()}-${Math.random()}`,
      title: file.name,
      kind: file.type.startsWith('image/') ? 'photo' : 'video',
      state: 'underway',
      progress: 0,
      note: 'Waiting to be sent',
      address: null,
      file: file.name,
      remove: () => {
        abort.abort();
        this.#forget(work);
        this.#show();
      },
    };
    this.#uploads.unshift(work);
    return { file, work, abort };
  }

  #forget(work: Work): void {
    const index = this.#uploads.indexOf(work);
    if (index >= 0) this.#uploads.splice(index, 1);
  }

  /** Follows the job that is painted now to its end, then the next one. */
  #listen(): void {
    const open = this.#jobs.filter((job) => job.state === 'painting' || job.state === 'waiting');
    const next = open.find((job) => job.state === 'painting') ?? open.at(-1);
    if (this.#heard === (next?.id ?? '')) return;
    this.#unlisten();
    this.#heard = next?.id ?? '';
    if (!next) return;
    const url = api.jobUrl(next.id);
    const ear = {
      heard: (job: api.Job) => {
        this.#jobs = this.#jobs.map((it) => (it.id === job.id ? job : it));
        this.#show();
        const ended = job.state !== 'painting' && job.state !== 'waiting';
        if (ended) {
          this.#quiet();
          void this.refresh();
        }
      },
      deaf: (problem: { status: number }) => {
        if (problem.status !== 404) return;
        this.#quiet();
        void this.refresh();
      },
    };
    this.#unlisten = listen(`${url}/events`, 'progress', ear, url);
  }

  #quiet(): void {
    this.#unlisten();
    this.#unlisten = () => {};
    this.#heard = '';
  }

  #show(): void {
    const made = [
      ...this.#jobs.map((job) => ({
        at: job.created,
        work: ofJob(job, this.title, () => this.refresh()),
      })),
      ...this.#recordings.map((it) => ({
        at: it.started,
        work: ofRecording(it, () => this.refresh()),
      })),
    ].sort((a, b) => b.at.localeCompare(a.at));
    const works = [...this.#uploads, ...made.map((it) => it.work)];
    const ids = new Set(works.map((work) => work.id));
    for (const [id, card] of this.#cards) {
      if (ids.has(id)) continue;
      card.element.remove();
      this.#cards.delete(id);
    }
    works.forEach((work, index) => {
      let card = this.#cards.get(work.id);
      if (card) {
        card.update(work);
      } else {
        card = new WorkCard(work, (it) => this.#play(it));
        this.#cards.set(work.id, card);
      }
      // Moving an element would take the focus from it.
      const there = this.#list.children[index];
      if (there !== card.element) this.#list.insertBefore(card.element, there ?? null);
    });
  }

  #play(work: Work): void {
    if (work.address === null) return;
    const close = make('button', { type: 'button', textContent: 'Close' });
    close.addEventListener('click', () => this.#player.close());
    const picture =
      work.kind === 'photo'
        ? make('img', { src: work.address, alt: `${work.title}, painted` })
        : make('video', { src: work.address, controls: true, autoplay: true, playsInline: true });
    const bar = make('p', { className: 'buttons' }, make('b', { textContent: work.title }), close);
    this.#player.replaceChildren(picture, bar);
    this.#player.showModal();
  }
}

function ofJob(job: api.Job, title: (style: string) => string, changed: () => unknown): Work {
  const underway = job.state === 'waiting' || job.state === 'painting';
  const left = job.secondsLeft === null ? '' : `, ${clock(job.secondsLeft)} left`;
  const notes = {
    waiting: 'Waiting for the painter',
    painting: `Painting, ${percent(job.progress)}${left}`,
    finished: `Painted like ${together(Object.keys(job.styles).map(title))}`,
    failed: sentence(job.reason ?? 'It could not be painted'),
    cancelled: 'Given up',
  };
  return {
    id: job.id,
    title: job.name,
    kind: job.kind,
    state: underway ? 'underway' : job.state === 'finished' ? 'finished' : 'failed',
    progress: job.state === 'painting' ? job.progress : null,
    note: notes[job.state],
    address: job.result ?? null,
    file: `painted-${job.name}`,
    remove: () => api.removeJob(job.id).then(changed, changed),
  };
}

function ofRecording(it: api.Recording, changed: () => unknown): Work {
  const length = `${clock(it.seconds)}, ${size(it.bytes)}`;
  const notes = {
    recording: `Recording, ${length}`,
    finished: `Recorded, ${length}`,
    failed: sentence(it.reason ?? 'The recording broke off'),
  };
  const end = () => (it.state === 'recording' ? api.stopRecording(it.id) : Promise.resolve());
  return {
    id: it.id,
    title: it.stream,
    kind: 'video',
    state: it.state === 'recording' ? 'underway' : it.state,
    progress: null,
    note: notes[it.state],
    address: it.state === 'finished' ? it.file : null,
    file: `${it.stream}-${it.started.slice(0, 19).replace(/[:T]/g, '-')}.mp4`,
    remove: () =>
      end()
        .then(() => api.removeRecording(it.id))
        .then(changed, changed),
  };
}
