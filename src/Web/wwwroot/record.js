// What waits on the phone, among the lines that the server has: at the time it was pressed, until the real line is there, and never beside it.

const make = (tag, props, ...children) => { const el = Object.assign(document.createElement(tag), props); el.append(...children); return el; };
const pictures = new Map();   // key of a file -> its address on this page
let last = [], word, watch;

/** A time as the server would write it: in the company's zone, with the day unless it is today. */
export function clock(at, zone) {
  const [then, now] = [at, Date.now()].map(t => new Date(new Date(t).getTime() + zone).toISOString());
  return (then.slice(0, 10) === now.slice(0, 10) ? '' : then.slice(5, 10) + ' ') + then.slice(11, 16);
}

// By its id once that is known; before, by the moment, which the phone gave it.
const arrived = (item, rows) => [...rows.querySelectorAll('[data-entry]')].some(line => line.dataset.entry === item.made
  || +new Date(line.dataset.at) === +new Date(item.body.at) && line.dataset.kind === item.body.kind);

function picture(file) {
  if (!pictures.has(file.key ?? file.id)) pictures.set(file.key ?? file.id, file.blob ? URL.createObjectURL(file.blob) : `api/v1/attachments/${file.id}/thumb`);
  const src = pictures.get(file.key ?? file.id);
  return make('li', { className: 'shot' }, file.blob?.type.startsWith('video/') ? make('video', { src: src + '#t=0.1', muted: true, playsInline: true }) : make('img', { src, alt: '' }));
}

function line(item, words, zone) {
  const { kind, text, quantity, unit, slot, at } = item.body;
  const said = (text ?? (kind === 'labour' ? words.labour : words[slot]) ?? words.work) + (quantity ? ' × ' + (kind === 'labour' ? words.hours.replace('{0}', quantity) : quantity + (unit ?? '')) : '');
  const row = make('li', {}, make('div', { className: 'row' }, make('span', {}, make('b', { textContent: said }), make('small', { textContent: `${words[kind]} · ${words.by}` })),
    make('span', { className: 'trail num' }, make('span', { className: 'badge' }), clock(at, zone))));
  if (item.files.length) row.append(make('ul', { className: 'shots' }, ...item.files.map(picture)));
  row.dataset.queued = item.key;
  return row;
}

/** Puts what waits for this ticket into its list; `wording` says how an item stands. Done again whenever the list is renewed. */
export function weave(items, wording, zone) {
  [last, word] = [items, wording];
  const section = document.querySelector('#work[data-by]');
  if (!section) return;
  watch ??= new MutationObserver(() => weave(last, word, zone));
  watch.disconnect();
  const rows = section.querySelector('.rows');
  const wanted = items.filter(i => i.act === 'Record' && i.state !== 'refused' && !arrived(i, rows));
  for (const row of rows.querySelectorAll('[data-queued]')) if (!wanted.some(i => i.key === row.dataset.queued)) row.remove();
  for (const item of wanted) {
    const row = [...rows.children].find(r => r.dataset.queued === item.key) ?? line(item, section.dataset, zone);
    row.querySelector('.badge').textContent = word(item);
    row.querySelector('.badge').dataset.tone = item.state === 'sent' ? 'ok' : 'warn';
    if (!row.isConnected) rows.append(row);
  }
  section.hidden = !rows.children.length;
  section.querySelector('.count').textContent = rows.children.length;
  watch.observe(section, { childList: true, subtree: true, attributes: true, attributeFilter: ['hidden'] });
}

/** Whether the list shows an item, so that it need not be shown twice. */
export const woven = item => !!document.querySelector('#work[data-by]') && item.act === 'Record' && item.state !== 'refused';
