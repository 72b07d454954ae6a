import { icon, make } from '../common/dom';

/** A painted file or a recording, finished or on its way. */
export interface Work {
  id: string;
  title: string;
  kind: 'video' | 'photo';
  state: 'underway' | 'finished' | 'failed';
  /** 0 to 1 while it is under way; `null` if nobody can say. */
  progress: number | null;
  /** One line on how it stands. */
  note: string;
  /** Where it is, once it is finished. */
  address: string | null;
  /** What a download of it is called. */
  file: string;
  remove(): unknown;
}

/** A work on the shelf. */
export class WorkCard {
  readonly element = make('li', { className: 'work' });
  readonly #show = make('button', { type: 'button', className: 'show' });
  readonly #title = make('b');
  readonly #note = make('p', { className: 'note' });
  readonly #bar = make('progress', { max: 1 });
  readonly #download = make('a', { className: 'button plain' }, icon('down'));
  readonly #remove = make('button', { type: 'button', className: 'plain' }, icon('bin'));
  #address: string | null = null;

  constructor(
    private work: Work,
    onShow: (work: Work) => void,
  ) {
    this.#show.addEventListener('click', () => onShow(this.work));
    this.#remove.addEventListener('click', () => void this.work.remove());
    const words = make('div', { className: 'words' }, this.#title, this.#note);
    const row = make('div', { className: 'row' }, words, this.#download, this.#remove);
    this.#show.append(icon(work.kind === 'video' ? 'film' : 'picture'));
    this.element.append(this.#show, this.#bar, row);
    this.update(work);
  }

  update(work: Work): void {
    this.work = work;
    const { title, note, state, progress, address } = work;
    this.element.dataset['state'] = state;
    this.#title.textContent = title;
    this.#note.textContent = note;
    this.#bar.hidden = state !== 'underway';
    this.#bar.setAttribute('aria-label', `${title}: progress`);
    if (progress === null) this.#bar.removeAttribute('value');
    else this.#bar.value = progress;
    this.#show.disabled = address === null;
    this.#show.setAttribute('aria-label', `${work.kind === 'video' ? 'Play' : 'Show'} ${title}`);
    this.#download.hidden = address === null;
    this.#download.setAttribute('aria-label', `Download ${title}`);
    const verb = state === 'underway' ? 'Cancel' : 'Delete';
    this.#remove.setAttribute('aria-label', `${verb} ${title}`);
    if (address === this.#address) return;
    this.#address = address;
    if (address === null) return;
    this.#download.href = address;
    this.#download.download = work.file;
    this.#show.replaceChildren(
      work.kind === 'photo'
        ? make('img', { src: address, alt: '', loading: 'lazy' })
        : // A picture a little after the beginning, which may be black.
          make('video', { src: `${address}#t=0.5`, preload: 'metadata', muted: true }),
    );
  }
}
