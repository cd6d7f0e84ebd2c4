// What was pressed without a network: kept in the phone's own database under the person's name, sent in order per ticket, each under the key that it got when it was pressed.
import { fill, signatureOf, spotOf } from './sign.js';
import { clock, weave, woven } from './record.js';

const uuid = () => crypto.randomUUID();
const make = (tag, props, ...children) => { const el = Object.assign(document.createElement(tag), props); el.append(...children); return el; };
const box = () => document.getElementById('outbox');
let person, home, skew = 0, wait = 2000, timer, opened;

const db = () => opened ??= new Promise((done, failed) => {
  const open = indexedDB.open('linli-outbox', 1);
  open.onupgradeneeded = () => open.result.createObjectStore('items', { keyPath: 'seq', autoIncrement: true });
  open.onsuccess = () => done(open.result);
  open.onerror = () => failed(open.error);
  setTimeout(failed, 5000, new Error('the phone keeps nothing'));   // some browsers never answer
});

async function run(mode, work) {
  const tx = (await db()).transaction('items', mode, { durability: 'strict' });
  const request = work(tx.objectStore('items'));
  return new Promise((done, failed) => { tx.oncomplete = () => done(request.result); tx.onerror = tx.onabort = () => failed(tx.error); });
}

/** Whether this browser keeps anything: a private window may not. */
export const keeps = () => 'indexedDB' in globalThis && 'locks' in navigator ? run('readonly', s => s.count()).then(() => true, () => false) : Promise.resolve(false);

// What was sent stays until the phone's own pages have it too.
const mine = async () => (await run('readonly', s => s.getAll())).filter(i => i.person === person && i.home === home);
const all = async () => (await mine()).filter(i => i.state !== 'sent');
const save = item => run('readwrite', s => s.put(item));
const drop = item => run('readwrite', s => s.delete(item.seq));

// ---- what a form says, as the API wants it ----
const ZONE = () => Number(box().dataset.offset) * 60000;   // the company's, wherever the phone thinks it is
const later = (form, name) => { const v = form.get(name); return v ? new Date(new Date(v + 'Z') - ZONE()).toISOString() : undefined; };
const text = (form, name) => form.get(name)?.trim() || undefined;

const said = (...words) => words.filter(Boolean).join(' · ');

async function read(element, button) {
  const form = new FormData(element);
  const act = button.value;
  const body = { at: new Date(Date.now() + skew).toISOString() };
  const files = [...element.querySelectorAll('[data-upload] .shot')].filter(s => s.file || s.querySelector('[type=hidden]'))
    .map(s => s.file && !s.querySelector('[type=hidden]') ? { key: s.fileKey, blob: s.file } : { id: s.querySelector('[type=hidden]').value });
  if (act === 'Record') {
    const material = form.get('Input.Kind') === 'Material';
    const kind = element.querySelector('[name="Input.Kind"]:checked').closest('label').textContent.trim();
    Object.assign(body, { kind: form.get('Input.Kind').toLowerCase(), text: text(form, 'Input.Text'), quantity: material && form.get('Input.Quantity') ? Number(form.get('Input.Quantity')) : undefined, unit: material ? text(form, 'Input.Unit') : undefined, slot: form.get('Input.Slot')?.toLowerCase() });
    return { path: 'work', body, files, put: 'files', label: said(kind, body.text, body.quantity && `${body.quantity}${body.unit ?? ''}`, files.length && box().dataset.files.replace('{0}', files.length)) };
  }
  if (act === 'Accept') body.promisedAt = later(form, 'Input.Other') ?? later(form, 'Input.Promise');
  if (act === 'Suspend') Object.assign(body, { reason: form.get('Input.Reason') ?? undefined, note: text(form, 'Input.Note'), wakeAt: later(form, 'Input.Wake') });
  if (act === 'Complete') {
    Object.assign(body, { signedBy: text(form, 'Input.SignedBy'), note: text(form, 'Input.Note') });
    await spotOf(element);
    const [latitude, longitude, accuracy] = (form.get('Input.Spot') || '').split(',').map(Number);
    if (accuracy !== undefined) body.spot = { latitude, longitude, accuracy };
    const blob = await signatureOf(element);
    return { path: 'complete', body, files: blob ? [{ key: uuid(), blob }] : [], put: 'signature', label: said(button.textContent, body.signedBy, body.note) };
  }
  return { path: act.toLowerCase(), body, files: [], label: said(button.textContent, body.promisedAt && clock(body.promisedAt, ZONE()), body.reason, body.note) };
}

/** Is there a server to talk to? Asked before a form leaves, because a form that finds none is lost. */
const reachable = () => navigator.onLine && fetch('/healthz', { cache: 'no-store', signal: AbortSignal.timeout(3000) }).then(a => a.ok, () => false);

async function pressed(e) {
  const form = e.target, button = e.submitter;
  if (!form.dataset.queue || !button?.value || form.pass) { if (form.pass) form.pass = false; return; }
  e.preventDefault();
  e.stopImmediatePropagation();
  if (form.asking) return;
  form.asking = true;
  button.ariaBusy = 'true';
  try {
    const item = await read(form, button);
    const before = (await all()).some(i => i.ticket === form.dataset.queue);
    if (!before && !document.documentElement.dataset.kept && await reachable()) {
      await fill(form);
      form.pass = true;
      return form.requestSubmit(button);
    }
    await save({ ...item, key: uuid(), person, home, ticket: form.dataset.queue, state: 'waiting', act: button.value });
    form.reset();
    form.querySelectorAll('[data-upload] .shot:not(.add)').forEach(s => s.remove());
    say(box().dataset.kept);
    await show();
    wait = 2000;
    flush();
  } catch (full) {
    say(box().dataset.full);
    throw full;
  } finally {
    form.asking = false;
    if (!form.dataset.sent) button.ariaBusy = null;
  }
}

function say(words) {
  document.querySelector('.toast.here')?.remove();
  const toast = make('div', { className: 'toast here', role: 'alert', textContent: words });
  document.body.append(toast);
  setTimeout(() => toast.remove(), 6000);
}

// ---- sending ----
const AGAIN = status => status >= 500 || status === 408 || status === 425 || status === 429;

// A page of the person's own proves who is signed in and brings the token that a cookie request needs.
async function token() {
  const answer = await fetch(home + 'me', { headers: { 'X-Fresh': '1', Accept: 'text/html' }, redirect: 'manual', signal: AbortSignal.timeout(10000) });
  // The sign-in page is not fetched behind the person's back: it would give this browser another token than the form the person is filling in has.
  if (answer.type === 'opaqueredirect') return null;
  if (AGAIN(answer.status)) throw new Error('later');
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  return page.body.dataset.person === person ? page.querySelector('[name=__RequestVerificationToken]')?.value ?? null : null;
}

const post = (url, body, headers) => fetch(home + 'api/v1/' + url, { method: 'POST', body, headers, signal: AbortSignal.timeout(120000) });

async function send(item, proof) {
  const headers = { RequestVerificationToken: proof };
  for (const file of item.files) {
    if (file.id) continue;
    const form = new FormData();
    form.append('file', file.blob);
    const answer = await post('attachments', form, { ...headers, 'Idempotency-Key': file.key });
    if (!answer.ok) return answer;
    file.id = (await answer.json()).id;
    await save(item);
  }
  const ids = item.files.map(f => f.id);
  const body = { ...item.body, ...(item.put && ids.length ? { [item.put]: item.put === 'signature' ? ids[0] : ids } : {}) };
  return post(`tickets/${item.ticket}/${item.path}`, JSON.stringify(body), { ...headers, 'Content-Type': 'application/json', 'Idempotency-Key': item.key });
}

// What is done is done in order; only what completed work still lacks may come after the completion was refused.
const holds = (before, item) => before.ticket === item.ticket && before.seq < item.seq && !(before.state === 'refused' && before.act === 'Complete' && item.act === 'Record');

/** Something is just being put away, somebody is typing, or has typed, chosen or drawn something that a new page would not have. */
export const busy = () => document.activeElement?.matches('input,textarea,select') || !!document.querySelector('form[data-queue] .shot:not(.add),canvas[data-drawn]')
  || [...document.forms].some(f => f.asking)
  || [...document.querySelectorAll('form[data-queue] :is(textarea,input:not([type=hidden],[type=radio],[type=checkbox],[type=file]))')].some(f => f.value !== f.defaultValue);

/** Sends what waits, oldest first; a refusal holds back only what follows on the same ticket. One tab at a time. */
export const flush = () => navigator.locks.request('linli-outbox', async () => {
  clearTimeout(timer);
  const items = (await all()).filter(i => i.state !== 'refused');
  if (!items.length || !navigator.onLine) return show();
  let sent = 0;
  try {
    const proof = await token();
    if (!proof) {
      for (const item of items) await save({ ...item, state: 'sign-in' });
      return show();
    }
    for (const { seq } of items) {
      const now = await all();
      const item = now.find(i => i.seq === seq);
      if (!item || now.some(i => holds(i, item))) continue;
      await show(seq);
      const answer = await send(item, proof);
      if (answer.ok) {
        const { id } = await answer.json().catch(() => ({}));
        await save({ ...item, state: 'sent', made: id, sentAt: Date.now() });
        sent++;
        continue;
      }
      const problem = await answer.json().catch(() => ({}));
      if (AGAIN(answer.status) || problem.type === '/problems/stale' || problem.type === '/problems/forged') throw new Error('later');
      if (answer.status === 401) { await save({ ...item, state: 'sign-in' }); break; }
      await save({ ...item, state: 'refused', said: problem.detail ?? String(answer.status), gone: answer.status === 404 });
    }
    wait = 2000;
  } catch {
    timer = setTimeout(flush, wait = Math.min(wait * 2, 60000));
  }
  await show();
  // What was sent is now the server's to show.
  if (sent && !document.hidden && !busy() && box()) location.reload();
});

/** Forgets what was sent before that moment: every page of the phone has it now. */
export async function settle(before) {
  for (const item of await mine()) if (item.state === 'sent' && item.sentAt < before) await drop(item);
}

// ---- showing ----
async function show(sending) {
  const panel = box();
  if (!panel) return;
  const words = panel.dataset;
  const known = (await mine()).filter(i => !words.for || i.ticket === words.for);
  const items = known.filter(i => i.state !== 'sent');
  const stuck = item => items.some(i => i.state === 'refused' && holds(i, item));
  const wording = item => item.state === 'sent' ? words.sent : item.seq === sending ? words.sending : item.state === 'refused' ? words.refused : item.state === 'sign-in' ? words.signIn : stuck(item) ? words.behind : words.waiting;
  weave(known, wording, ZONE());
  panel.hidden = !items.length;
  panel.querySelector('h2').textContent = words.count.replace('{0}', items.length);
  const rows = items.filter(i => !woven(i)).map(item => row(item, wording(item), words));
  panel.querySelector('ul').replaceChildren(...rows);
  panel.querySelector('ul').hidden = !rows.length;
  foresee(document.documentElement.dataset.kept ? known : items);
}

function row(item, state, words) {
  const line = make('li', { className: 'row' }, make('span', {}, make('b', { textContent: item.label }),
    make('small', { textContent: said(clock(item.body.at, ZONE()), item.state === 'refused' && (item.gone ? words.gone : item.said)) })),
    make('span', { className: 'trail' }, make('span', { className: 'badge', textContent: state })));
  line.dataset.state = item.state;
  if (item.state !== 'refused') return line;
  line.querySelector('.badge').dataset.tone = 'bad';
  return make('li', { className: 'stack tight' }, line, make('span', { className: 'cluster' },
    make('button', { type: 'button', className: 'btn', textContent: words.again, onclick: () => pressAgain(item) }),
    ...item.gone ? [] : [make('a', { className: 'btn quiet', href: `work/${item.ticket}`, textContent: words.look })],
    make('button', { type: 'button', className: 'btn quiet', textContent: words.drop, onclick: async () => { if (confirm(words.sure)) { await drop(item); flush(); } } })));
}

// Pressed anew: nothing of it was kept there, and what was too early for the server then is not now.
async function pressAgain(item) {
  await save({ ...item, state: 'waiting', key: uuid(), body: { ...item.body, at: new Date(Date.now() + skew).toISOString() } });
  flush();
}

// The page as it will be: the steps ahead are offered, and what is queued is not offered again.
function foresee(items) {
  const acts = items.filter(i => i.state !== 'refused').map(i => i.act);
  document.querySelectorAll('form[data-queue] button[value],button[form=finish][value]').forEach(button => { if (button.value !== 'Record' && acts.includes(button.value)) button.disabled = true; });
  const finish = document.querySelector('button[form=finish]');
  document.querySelectorAll('[data-ahead]').forEach(form => { form.hidden = !form.dataset.ahead.split(' ').some(a => acts.includes(a)); });
  if (finish && !acts.includes('Complete') && acts.includes('Record')) finish.disabled = false;   // the server still counts what is there
}

// Promises of a page that is hours old are shifted to now.
function renew() {
  const late = Math.ceil(Math.max(0, Date.now() + skew - new Date(box().dataset.now)) / 300000) * 300000;
  for (const radio of document.querySelectorAll('[name="Input.Promise"]')) {
    radio.value = new Date(new Date(radio.value + 'Z').getTime() + late).toISOString().slice(0, 16);
    radio.closest('label').querySelector('span').textContent = radio.value.slice(11);
  }
}

/** Takes over the forms that may wait, for this person in this company. */
export async function setUp(who, where, kept) {
  [person, home] = [who, where];
  const panel = box();
  if (!kept && panel) localStorage.setItem('linli-skew', new Date(panel.dataset.now) - Date.now());
  skew = Number(localStorage.getItem('linli-skew')) || 0;
  if (Math.abs(skew) < 5000) skew = 0;   // that is the way of the page, not the clock
  if (kept && panel) renew();
  addEventListener('submit', pressed, true);
  addEventListener('online', flush);
  document.addEventListener('visibilitychange', () => { if (!document.hidden) flush(); });
  await show();
}
