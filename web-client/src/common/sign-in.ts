import { API } from './api';
import { make } from './dom';
import { detail, type Problem } from './problem';

/** The one dialog that is open, so that ten refused requests ask once. */
let asking: Promise<void> | null = null;

/**
 * Asks for a token and has the server keep it in a cookie.
 *
 * @throws {Problem} if the visitor gives none
 */
export function signIn(problem: Problem): Promise<void> {
  asking ??= ask(problem).finally(() => (asking = null));
  return asking;
}

/**
 * Gives the server the token that the page's address names behind `#token=`, and takes it out of
 * the address. A browser sends that part to no server, so it is in no log.
 */
export async function signInFromAddress(): Promise<void> {
  const token = new URLSearchParams(location.hash.slice(1)).get('token');
  if (token === null) return;
  history.replaceState(null, '', location.pathname + location.search);
  // A wrong one is asked for anew when the server refuses something.
  await give(token);
}

/** Returns what the server says against the token; `null` if it takes it. */
async function give(token: string): Promise<string | null> {
  try {
    const response = await fetch(`${API}/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token }),
    });
    if (response.ok) return null;
    const body: unknown = await response.json().catch(() => null);
    return detail(body) ?? `The server answered ${response.status}.`;
  } catch {
    return 'The server does not answer. Is it still running?';
  }
}

const FIRST = 'This server asks for a token before it lets anybody do this. Who runs it has one.';
const OTHER = 'The token that was given does not open this. Who runs the server has another.';

function ask(problem: Problem): Promise<void> {
  const title = make('h2', { id: 'sign-in-title', textContent: 'This door has a key' });
  const text = make('p', { textContent: problem.status === 403 ? OTHER : FIRST });
  text.setAttribute('role', 'alert');
  const field = make('input', { type: 'password', autocomplete: 'current-password' });
  field.required = true;
  const enter = make('button', { className: 'primary', textContent: 'Enter' });
  const cancel = make('button', { type: 'button', textContent: 'Cancel' });
  const form = make(
    'form',
    {},
    title,
    text,
    make('label', { className: 'field' }, 'Token', field),
    make('p', { className: 'buttons' }, cancel, enter),
  );
  const dialog = make('dialog', { className: 'sign-in' }, form);
  dialog.setAttribute('aria-labelledby', title.id);
  document.body.append(dialog);
  dialog.showModal();
  field.focus();

  return new Promise((resolve, reject) => {
    let accepted = false;
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      void give(field.value).then((refusal) => {
        if (refusal === null) {
          accepted = true;
          dialog.close();
        } else {
          text.textContent = refusal;
          field.select();
        }
      });
    });
    cancel.addEventListener('click', () => dialog.close());
    dialog.addEventListener('close', () => {
      dialog.remove();
      if (accepted) resolve();
      else reject(problem);
    });
  });
}
