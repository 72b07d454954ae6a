import { generate } from 'lean-qr';
import { byId, make, say } from '../common/dom';
import { isLoopback, overlayUrl, watchUrl } from '../common/streams';

/** The addresses of a stream for other people and programs. */
export class Share {
  readonly #dialog = byId('share', HTMLDialogElement);

  constructor(name: () => string) {
    this.#dialog.addEventListener('click', (event) => {
      if (event.target === this.#dialog) this.#dialog.close();
    });
    byId('share-open', HTMLButtonElement).addEventListener('click', () => {
      this.#fill(name());
      this.#dialog.showModal();
      this.#dialog.querySelector('button')?.focus();
    });
  }

  close(): void {
    this.#dialog.close();
  }

  #fill(name: string): void {
    const watch = watchUrl(name, location.origin);
    const code = make('canvas');
    code.setAttribute('role', 'img');
    code.setAttribute('aria-label', `QR code of ${watch}`);
    generate(watch).toCanvas(code, { on: [0x1d, 0x1a, 0x16], off: [255, 255, 255], pad: 3 });
    const reach = make('p', { className: 'message' });
    say(
      reach,
      isLoopback(location.hostname)
        ? 'This address opens on this computer only. Start the server with --host to invite others.'
        : '',
    );
    const close = make('button', { type: 'button', textContent: 'Done', className: 'primary' });
    close.addEventListener('click', () => this.#dialog.close());
    this.#dialog.replaceChildren(
      make('h2', { id: 'share-title', textContent: 'Invite people' }),
      code,
      reach,
      address('Who opens this sees the painting', watch),
      address('For OBS: add a browser source with this address', overlayUrl(name, location.origin)),
      make('p', { className: 'buttons' }, close),
    );
  }
}

function address(title: string, url: string): HTMLElement {
  const field = make('input', { readOnly: true, value: url });
  field.addEventListener('focus', () => field.select());
  const copy = make('button', { type: 'button', textContent: 'Copy' });
  copy.setAttribute('aria-label', `Copy: ${title}`);
  const told = make('span', { className: 'unseen' });
  told.setAttribute('role', 'status');
  copy.addEventListener('click', () => {
    const clipboard = navigator.clipboard as Clipboard | undefined;
    // Without https there is no clipboard: the text is selected, to be copied by hand.
    if (!clipboard) return field.focus();
    clipboard.writeText(url).then(
      () => {
        copy.textContent = told.textContent = 'Copied';
        setTimeout(() => {
          copy.textContent = 'Copy';
          told.textContent = '';
        }, 2000);
      },
      () => field.focus(),
    );
  });
  const label = make('label', { className: 'field' }, title, field);
  return make('div', { className: 'address' }, label, copy, told);
}
