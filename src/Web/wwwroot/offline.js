// The day's tickets on the phone: keeps the pages of the person who is signed in, and nobody else's; shows how old they are; starts what waits to be sent.
import { setUp, flush, keeps, settle, busy } from './outbox.js';
import { signatures } from './sign.js';

const { person, release } = document.body.dataset;
const home = new URL(document.baseURI).pathname;
const kept = document.documentElement.dataset.kept;   // set by the worker: these pages come from the phone
const mine = `linli-pages ${person} ${home} ${release}`;
const PAGES = 30, PICTURES = 60;

const others = async () => (await caches.keys()).filter(k => k.startsWith('linli-pages ') && !k.startsWith(`linli-pages ${person} `));
const forget = async names => { await Promise.all((await names).map(k => caches.delete(k))); };

async function keep(cache, url, check) {
  const answer = await fetch(url, { headers: { 'X-Fresh': '1', Accept: check ? 'text/html' : '*/*' }, redirect: 'manual' });
  if (!answer.ok) return answer.status === 404 && cache.delete(url), null;
  const body = await (check ? answer.text() : answer.blob());
  // Somebody else may have signed in meanwhile, in another tab.
  const seen = check && new DOMParser().parseFromString(body, 'text/html');
  if (seen && (seen.body.dataset.person !== person || seen.body.dataset.release !== release)) return null;
  await cache.put(url, new Response(body, { headers: { 'Content-Type': answer.headers.get('Content-Type'), 'X-Kept': new Date().toISOString() } }));
  return seen;
}

const address = href => new URL(href, document.baseURI).href;

/** Puts the day, its open tickets and their pictures onto the phone; what is no longer among them goes. */
async function keepDay() {
  const [cache, begun] = [await caches.open(mine), Date.now()];
  const day = await keep(cache, address('day'), true);
  if (!day) return;
  const wanted = new Set([address('day')]);
  const links = [...new Set([...day.querySelectorAll('a[href^="work/"]')].map(a => address(a.getAttribute('href'))))].slice(0, PAGES);
  let pictures = 0;
  for (const link of links) {
    wanted.add(link);
    const page = await keep(cache, link, true);
    for (const img of page?.querySelectorAll('.shots img[src*="/thumb"]') ?? []) {
      const src = address(img.getAttribute('src'));
      if (++pictures > PICTURES) break;
      wanted.add(src);
      if (!await cache.match(src)) await keep(cache, src, false);
    }
  }
  for (const request of await cache.keys()) if (!wanted.has(request.url)) await cache.delete(request);
  await settle(begun);
  document.documentElement.dataset.ready = '';
}

function tell(id, words, tone) {
  const note = Object.assign(document.createElement('p'), { className: 'note', id, role: 'status', textContent: words });
  note.dataset.tone = tone;
  note.style.marginBlockEnd = 'var(--s4)';
  document.getElementById('main').prepend(note);
}

function banner() {
  const time = new Intl.DateTimeFormat(document.documentElement.lang, { hour: '2-digit', minute: '2-digit', hour12: false }).format(new Date(kept));
  tell('offline', document.body.dataset.offlineSince.replace('{0}', time), 'warn');
  // The server may be back without the phone ever having been without a network.
  const back = () => fetch('/healthz', { cache: 'no-store' }).then(a => a.ok && flush().then(() => busy() || location.reload())).catch(() => { });
  addEventListener('online', back);
  document.addEventListener('visibilitychange', () => { if (!document.hidden) back(); });
  setInterval(back, 20000);
}

// Plain http and private windows may lack any of these; some only say so when asked.
const able = async () => 'serviceWorker' in navigator && 'caches' in globalThis && await caches.keys().then(() => true, () => false) && await keeps()
  && (kept || await navigator.serviceWorker.register(home + 'worker.js', { scope: home }).then(() => true, () => false));

async function start() {
  signatures();
  if (!person) {
    // Signed out, or somebody who does not work on site: nothing of a technician stays behind.
    if (!kept && 'caches' in globalThis) await forget(others()).catch(() => { });
    return;
  }
  if (!await able()) {
    const words = document.getElementById('outbox')?.dataset.unable;
    if (words) tell('unable', words, '');
    return;
  }
  if (!kept) await forget(others());
  document.querySelectorAll('form').forEach(form => form.querySelector('[name=_handler][value=sign-out]') && form.addEventListener('submit', () => forget(caches.keys().then(k => k.filter(n => n.startsWith('linli-pages '))))));
  await setUp(person, home, kept);
  if (kept) banner();
  carry();
}

/** Sends what waits; then the phone gets what the server knows now. */
async function carry() {
  await flush();
  if (kept) return;
  if (location.pathname === address('day').slice(location.origin.length) || document.querySelector('form[data-queue]')) await navigator.locks.request('linli-keep', { ifAvailable: true }, lock => lock && keepDay().catch(() => { }));
}

/** Settles once the forms of this page are taken over, or are known to stay the browser's. */
export const begun = start();
