// Improves pages that already work: uploads with progress, one submission per tap, live refresh, clocks. No page needs it.
// Every word shown comes from the page, so both languages are the server's business.

const done = new WeakSet();
const each = (selector, improve) => document.querySelectorAll(selector).forEach(el => { if (!done.has(el)) { done.add(el); improve(el); } });
const make = (tag, props, ...children) => { const el = Object.assign(document.createElement(tag), props); el.append(...children); return el; };

// ---- uploads: every chosen file goes up at once and leaves its id in the form ----
const LIMITS = { image: 15 << 20, video: 200 << 20 };
const REFUSED = [400, 413, 415, 422];
const waiting = new WeakMap();   // form -> the button whose submission waits for uploads

// crypto.randomUUID is missing on plain http.
const uuid = () => '10000000-1000-4000-8000-100000000000'.replace(/[018]/g, c => (c ^ crypto.getRandomValues(new Uint8Array(1))[0] & 15 >> c / 4).toString(16));

function complain(field, text) {
  const error = field.querySelector('.error');
  error.textContent = text ?? '';
  error.hidden = !text;
}

function upload(field) {
  const input = field.querySelector('input[type=file]');
  const add = input.closest('li');
  const { upload: url, name, max, failed, big, many, del, kind, stuck, heic } = field.dataset;
  input.removeAttribute('name');

  input.addEventListener('change', () => {
    complain(field);
    for (const file of input.files) {
      const type = file.type.split('/')[0];
      if (field.querySelectorAll('.shot:not(.add)').length >= max) { complain(field, many); break; }
      if (/hei[cf]/i.test(file.type) || /\.hei[cf]$/i.test(file.name)) complain(field, heic);
      else if (!LIMITS[type] || !input.accept.includes(type)) complain(field, kind);
      else if (file.size > LIMITS[type]) complain(field, big);
      else start(file, type);
    }
    input.value = '';
  });

  field.querySelectorAll('[data-kept]').forEach(item => item.append(bin(item, '')));

  function bin(item, what, src) {
    const remove = make('button', { type: 'button', className: 'del', ariaLabel: `${del} ${what}` });
    remove.innerHTML = '<svg class="i" aria-hidden="true"><use href="/assets/icons.svg#close"/></svg>';
    remove.onclick = () => {
      item.request?.abort();
      URL.revokeObjectURL(src);
      item.remove();
      complain(field);
      input.focus();
      settled();
    };
    return remove;
  }

  function start(file, type) {
    const src = URL.createObjectURL(file);
    const item = make('li', { className: 'shot' },
      type === 'image' ? make('img', { src, alt: file.name }) : make('video', { src: src + '#t=0.1', muted: true, playsInline: true, ariaLabel: file.name }));
    item.append(bin(item, file.name, src));
    add.before(item);
    attempt(item, file, uuid());
  }

  function attempt(item, file, key) {
    const bar = make('progress', { max: 100, value: 0, ariaLabel: file.name });
    const percent = make('span', { className: 'num', textContent: '0%' });
    const over = make('span', { className: 'over' }, percent, bar);
    item.classList.remove('failed');
    item.querySelector('.over')?.remove();
    item.querySelector('.del').before(over);
    item.dataset.sending = '';
    [item.file, item.fileKey] = [file, key];   // what waits without a network goes up later, once

    const body = new FormData();
    body.append('file', file);
    const request = item.request = new XMLHttpRequest();
    request.open('POST', new URL(url, document.baseURI));
    request.setRequestHeader('Idempotency-Key', key);
    request.setRequestHeader('RequestVerificationToken', field.closest('form')?.querySelector('[name=__RequestVerificationToken]')?.value ?? '');
    request.upload.onprogress = e => {
      bar.value = e.lengthComputable ? e.loaded / e.total * 100 : 0;
      percent.textContent = Math.round(bar.value) + '%';
    };
    request.onload = () => {
      let answer = {};
      try { answer = JSON.parse(request.responseText); } catch { /* a proxy's page, not an answer of ours */ }
      if (request.status < 300 && answer.id) {
        over.remove();
        item.append(make('input', { type: 'hidden', name, value: answer.id }));
      } else if (REFUSED.includes(request.status) && answer.detail) {
        item.remove();   // trying again would change nothing
        complain(field, `${file.name} · ${answer.detail}`);
      } else fail();
    };
    request.onerror = fail;
    request.onloadend = () => { delete item.dataset.sending; settled(); };
    request.send(body);

    function fail() {
      item.classList.add('failed');
      over.replaceWith(make('button', { type: 'button', className: 'over', textContent: failed, onclick: () => attempt(item, file, key) }));
    }
  }

  // The last upload has ended one way or the other: the submission that waited goes on, or says why not.
  function settled() {
    const form = field.closest('form');
    if (!waiting.has(form) || form.querySelector('[data-sending]')) return;
    const { button, said } = waiting.get(form);
    waiting.delete(form);
    if (form.querySelector('.shot.failed')) complain(field, stuck);
    else if (field.querySelector('.error').textContent === said || !field.querySelector('.error').textContent) {
      complain(field);
      form.requestSubmit(button?.isConnected ? button : null);
    }   // else a file was refused meanwhile, and the person decides
  }
}

// ---- one submission per tap; a page brought back by the browser works again ----
const idle = new WeakMap();   // button -> what it showed before it was busy

document.addEventListener('submit', e => {
  if (e.defaultPrevented) return;
  const form = e.target, button = e.submitter;
  const held = form.querySelector('[data-sending]') ?? form.querySelector('[data-upload] .shot.failed');
  if (held) {
    e.preventDefault();
    const field = held.closest('[data-upload]'), sending = 'sending' in held.dataset, said = field.dataset[sending ? 'wait' : 'stuck'];
    complain(field, said);
    if (sending) waiting.set(form, { button, said });
    else held.querySelector('.over').focus();
    return;
  }
  if (!form.hasAttribute('data-once')) return;
  if (!navigator.onLine) {
    e.preventDefault();
    return toast(document.body.dataset.offline);
  }
  if ('sent' in form.dataset) return e.preventDefault();
  form.dataset.sent = '';
  for (const area of form.querySelectorAll('textarea[id]')) sessionStorage.setItem(`draft ${location.pathname} ${area.id}`, area.value);
  button?.setAttribute('aria-busy', 'true');   // not disabled: its name and value must travel
  if (button?.dataset.busy) {
    idle.set(button, [...button.childNodes]);
    button.textContent = button.dataset.busy;
  }
});
addEventListener('pageshow', () => document.querySelectorAll('form[data-sent]').forEach(form => {
  delete form.dataset.sent;
  for (const button of document.querySelectorAll('button[aria-busy]')) {
    button.removeAttribute('aria-busy');
    if (idle.has(button)) button.replaceChildren(...idle.get(button));
  }
}));

function toast(text) {
  document.querySelector('.toast.here')?.remove();
  const said = make('div', { className: 'toast here', role: 'alert', textContent: text });
  document.body.append(said);
  setTimeout(() => said.remove(), 8000);
}

// ---- what was sent and never arrived comes back: the browser forgets pages that may not be stored ----
// A page that follows from the form's own page is the answer; until one comes, the words wait in the tab.
const drafts = path => Object.keys(sessionStorage).filter(k => k.startsWith(`draft ${path}`));

function recover() {
  const from = document.referrer && new URL(document.referrer).pathname;
  const answered = performance.getEntriesByType('navigation')[0]?.type !== 'back_forward';
  for (const key of location.pathname.endsWith('/sign-in') ? drafts('') : answered && from ? drafts(from + ' ') : []) sessionStorage.removeItem(key);
  for (const key of drafts(location.pathname + ' ')) {
    const area = document.getElementById(key.split(' ')[2]);
    if (area) area.value = sessionStorage.getItem(key);
    area?.closest('details')?.setAttribute('open', '');
  }
}

// ---- filters ask again by themselves, and the caret stays where it was on the page that comes ----
function auto(form) {
  let timer;
  const soon = e => {
    clearTimeout(timer);
    // A pinyin half typed is not yet a question.
    if (!e.isComposing) timer = setTimeout(() => form.requestSubmit(), e.target.matches('select,[type=checkbox],[type=radio]') ? 0 : 600);
  };
  form.addEventListener('input', soon);
  form.addEventListener('compositionend', soon);
  form.addEventListener('submit', () => {
    clearTimeout(timer);
    const active = document.activeElement;
    if (form.contains(active) && active.name) sessionStorage.setItem('caret', JSON.stringify([location.pathname, active.name]));
  });
  const [path, name] = JSON.parse(sessionStorage.getItem('caret') ?? '[]');
  const field = path === location.pathname && form.elements[name];
  if (!field?.focus) return;
  sessionStorage.removeItem('caret');
  field.focus({ preventScroll: true });
  if (/^(search|text)$/.test(field.type)) field.setSelectionRange(field.value.length, field.value.length);
}

// ---- clocks: by the server's time, whatever the phone thinks ----
const skews = new WeakMap();

function tick() {
  for (const sla of document.querySelectorAll('.sla[data-due]')) {
    const { due, start, left, over, m, h, hm, d } = sla.dataset;
    const rest = new Date(due) - Date.now() - (skews.get(sla) ?? 0), whole = new Date(due) - new Date(start);
    const minutes = Math.max(1, Math.floor(Math.abs(rest) / 60000)), hours = Math.floor(minutes / 60);
    const span = minutes < 60 ? m.replace('{0}', minutes) : hours >= 48 ? d.replace('{0}', Math.floor(hours / 24))
      : minutes % 60 ? hm.replace('{0}', hours).replace('{1}', minutes % 60) : h.replace('{0}', hours);
    const used = whole > 0 ? Math.min(100, Math.max(0, 100 - rest / whole * 100)) : 100;
    sla.textContent = (rest <= 0 ? over : left).replace('{0}', span);
    sla.dataset.tone = rest <= 0 ? 'bad' : used >= 60 ? 'warn' : '';
    sla.style.setProperty('--p', used + '%');
  }
}

// ---- live: the server says which topics changed, the page fetches itself and swaps what shows them ----
const FIELDS = 'input:not([type=hidden]),textarea,select';
const OPEN = '.tick :checked,dialog[open],form[data-sent],.shot > [type=hidden],[data-sending]' + (CSS.supports('selector(:popover-open)') ? ',:popover-open' : '');

// Somebody is at it: typing, choosing, uploading, or reading a dialog. It waits.
const touched = part => part.contains(document.activeElement) && document.activeElement.matches(FIELDS) || part.querySelector(OPEN)
  || [...part.querySelectorAll(FIELDS)].some(f => f.options ? f.selectedIndex !== Math.max(0, [...f.options].findIndex(o => o.defaultSelected))
    : /^(checkbox|radio)$/.test(f.type) ? f.checked !== f.defaultChecked : f.value !== f.defaultValue);

// The element itself stays, so that screen readers hear a live region change; what was open, focused or scrolled stays so.
function swap(old, now) {
  const before = old.textContent;
  const stops = () => [...old.querySelectorAll('a[href],button,summary')];
  const at = stops().indexOf(document.activeElement);
  const open = [...old.querySelectorAll('details')];
  now.querySelectorAll('details').forEach((x, i) => { const was = x.id ? open.find(o => o.id === x.id) : open[i]; if (was) x.open = was.open; });
  const scrolled = [...old.querySelectorAll('[id]')].map(x => [x.id, x.scrollLeft, x.scrollTop]);

  for (const { name } of [...old.attributes]) if (!now.hasAttribute(name)) old.removeAttribute(name);
  for (const { name, value } of now.attributes) old.setAttribute(name, value);
  old.replaceChildren(...now.childNodes);

  for (const [id, x, y] of scrolled) if (x || y) document.getElementById(id)?.scrollTo(x, y);
  if (at >= 0) stops()[at]?.focus({ preventScroll: true });
  return old.textContent !== before;
}

function live(url) {
  const stale = new Set(), said = document.querySelector('[data-said]');
  let source, been, busy, timer, retry, sleep, wait = 1000, spoke = 0;

  async function refresh() {
    if (busy) return soon([]);
    const topics = [...stale];
    const concerned = () => [...document.querySelectorAll('[data-live][id]')].filter(el => topics.includes('*') || el.dataset.live.split(' ').some(t => topics.includes(t)));
    if (!concerned().some(el => !touched(el))) return concerned().length || stale.clear();
    stale.clear();
    busy = true;
    // null: no network, so later; false: signed out or gone, and the next tap will tell.
    const html = await fetch(location.href, { headers: { 'X-Live': '1' }, redirect: 'manual' }).then(a => a.ok && a.text()).catch(() => null);
    busy = false;
    if (html === null) return topics.forEach(t => stale.add(t));
    if (!html) return;
    const fresh = new DOMParser().parseFromString(html, 'text/html');
    let changed = false;
    for (const old of concerned()) {
      const now = fresh.getElementById(old.id);
      if (touched(old)) old.dataset.live.split(' ').forEach(t => stale.add(t));
      else if (!now) old.remove();
      else if (swap(old, now) && !old.ariaLive) changed = true;
    }
    enhance();
    tick();
    if (changed && said && Date.now() - spoke > 10000) {
      spoke = Date.now();
      said.textContent = said.dataset.said;
      setTimeout(() => { said.textContent = ''; }, 2000);
    }
  }

  function soon(topics) {
    topics.forEach(t => stale.add(t));
    clearTimeout(timer);
    if (stale.size && !document.hidden) timer = setTimeout(refresh, 120);
  }

  function open() {
    clearTimeout(retry);
    if (source) return;
    source = new EventSource(url);
    source.onopen = () => {
      wait = 1000;
      if (been) soon(['*']);   // what happened meanwhile was not heard
      been = true;
    };
    source.onmessage = e => soon(JSON.parse(e.data).topics);
    source.onerror = () => {
      if (source?.readyState !== EventSource.CLOSED) return;   // the browser tries again by itself
      shut();
      retry = setTimeout(open, wait = Math.min(wait * 2, 60000));
    };
  }

  function shut() {
    clearTimeout(retry);
    source?.close();
    source = null;
    been = true;
  }

  // A tab nobody looks at gives its connection back after a while: browsers allow six to a server.
  document.addEventListener('visibilitychange', () => {
    clearTimeout(sleep);
    if (document.hidden) { sleep = setTimeout(shut, 30000); return; }
    open();
    soon([]);
    tick();
  });
  document.addEventListener('focusout', () => soon([]));
  addEventListener('pagehide', shut);
  addEventListener('pageshow', e => { if (e.persisted) open(); });
  open();
}

// ---- small things ----
function count(area) {
  const out = document.getElementById(area.dataset.count);
  const show = () => { out.textContent = `${area.value.length}/${area.maxLength}`; };
  area.addEventListener('input', show);
  show();
}

function copy(button) {
  if (!navigator.clipboard) return;   // plain http has none: the button stays hidden
  button.hidden = false;
  const words = button.textContent;
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    button.textContent = button.dataset.copied;
    setTimeout(() => { button.textContent = words; }, 2000);
  });
}

function enhance() {
  each('[data-upload]', upload);
  each('form[data-auto]', auto);
  each('textarea[data-count]', count);
  each('[data-copy]', copy);
  each('[data-print]', b => { b.hidden = false; b.onclick = () => print(); });
  each('[data-dialog]', b => b.addEventListener('click', e => { e.preventDefault(); document.getElementById(b.dataset.dialog)?.showModal(); }));
  each('.sla[data-now]', sla => skews.set(sla, new Date(sla.dataset.now) - Date.now()));
}

recover();
enhance();
document.querySelector('.tabs [aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
setInterval(tick, 30000);
if (document.body.dataset.liveUrl) live(new URL(document.body.dataset.liveUrl, document.baseURI));

// ---- Escape leaves what was opened beside the page, unless something on top takes it ----
addEventListener('keydown', e => {
  if (e.key === 'Escape' && !e.defaultPrevented && !document.querySelector(':popover-open, dialog[open]') && !e.target.matches('input, textarea, select')) document.querySelector('a[data-escape]')?.click();
});

// ---- work on site: pages kept on the phone, signatures, places; another person's page clears away what was kept ----
async function onSite() {
  return document.body.dataset.person || document.querySelector('[data-sign], [data-spot]') || 'caches' in globalThis && (await caches.keys()).some(k => k.startsWith('linli-pages '));
}
const early = new Map();

// A form that leaves before that script is there finds no network and is lost: its press waits for the script.
function hold(e) {
  if (!e.target.dataset.queue) return;
  e.preventDefault();
  e.stopImmediatePropagation();
  early.set(e.target, e.submitter);
}
addEventListener('submit', hold, true);
onSite().then(needed => needed && import('./offline.js' + new URL(import.meta.url).search).then(script => script.begun)).catch(() => { }).finally(() => {
  removeEventListener('submit', hold, true);
  early.forEach((button, form) => form.requestSubmit(button));
});
