// Stands between a company's pages and the network: the day and its tickets open without one. `home` and `release` come from the company's own worker.js.
// Pages are put into the cache by the page itself (offline.js), under the person's name; here they are only read.
const ASSETS = `linli-assets ${release}`;
const KEPT = 24 * 3600e3;   // yesterday's tickets are no longer the day's
const PATIENCE = 6000;      // a bar of signal that leads nowhere

addEventListener('install', e => e.waitUntil((async () => {
  const cache = await caches.open(ASSETS);
  await Promise.all(['tokens.css', 'ui.css', 'ui.js', 'offline.js'].map(f => cache.add(`/assets/${f}?v=${release}`)));
  await Promise.all(['icons.svg', 'favicon.svg', 'outbox.js', 'record.js', 'sign.js'].map(f => cache.add(`/assets/${f}`)));
  await skipWaiting();
})()));

addEventListener('activate', e => e.waitUntil((async () => {
  const old = (await caches.keys()).filter(k => k.startsWith('linli-assets ') && k !== ASSETS || k.startsWith('linli-pages ') && k.includes(` ${home} `) && !k.endsWith(` ${release}`));
  await Promise.all(old.map(k => caches.delete(k)));
  await clients.claim();
})()));

const isPage = url => url.pathname.startsWith(home) && /^(day|work\/[0-9a-f-]{36})$/.test(url.pathname.slice(home.length));
const isThumb = url => url.pathname.startsWith(`${home}api/v1/attachments/`) && url.pathname.endsWith('/thumb');

addEventListener('fetch', e => {
  const url = new URL(e.request.url);
  if (e.request.method !== 'GET' || url.origin !== location.origin || e.request.headers.has('X-Fresh')) return;
  if (url.pathname.startsWith('/assets/')) e.respondWith(asset(e.request, url));
  else if (isPage(url) && e.request.mode === 'navigate') e.respondWith(page(e.request));
  else if (isThumb(url)) e.respondWith(thumb(e.request));
});

async function asset(request, url) {
  const kept = await (await caches.open(ASSETS)).match(request.url);
  if (kept && url.search === `?v=${release}`) return kept;
  return fetch(request).catch(() => kept ?? Response.error());
}

async function find(url) {
  for (const name of await caches.keys()) {
    if (!name.startsWith('linli-pages ') || !name.includes(` ${home} `)) continue;
    const kept = await (await caches.open(name)).match(url);
    if (kept && Date.now() - new Date(kept.headers.get('X-Kept')) < KEPT) return kept;
  }
}

const stale = response => response.text().then(html => new Response(html.replace('<html ', `<html data-kept="${response.headers.get('X-Kept')}" `), { headers: response.headers }));

async function page(request) {
  const kept = await find(request.url);
  const answer = fetch(request);
  if (!kept) return answer;
  answer.catch(() => { });
  const late = new Promise(done => setTimeout(done, PATIENCE));
  const first = await Promise.race([answer.catch(() => null), late]);
  // A proxy in front of a server that is down answers in its place.
  return first && ![502, 503, 504].includes(first.status) ? first : stale(kept);
}

async function thumb(request) {
  return fetch(request).catch(async () => await find(request.url) ?? Response.error());
}
