// Improves pages that already work: uploads with progress, one submission per tap, live refresh, clocks. No page needs it.

const token = form => form?.querySelector('[name=__RequestVerificationToken]')?.value ?? '';

// ---- uploads: every chosen file goes up at once and leaves its id in the form ----
const LIMITS = { image: 15 << 20, video: 200 << 20 };

function upload(field) {
  const input = field.querySelector('input[type=file]');
  const add = input.closest('li');
  const error = field.querySelector('.error');
  const { upload: url, name, max, failed, big, many, del, kind } = field.dataset;
  input.removeAttribute('name');
  const say = text => { error.textContent = text ?? ''; error.hidden = !text; };

  input.addEventListener('change', () => {
    say();
    for (const file of input.files) {
      const type = file.type.split('/')[0];
      if (field.querySelectorAll('.shot:not(.add)').length >= max) { say(many); break; }
      if (!LIMITS[type]) { say(kind); continue; }
      if (file.size > LIMITS[type]) { say(big); continue; }
      send(file);
    }
    input.value = '';
  });

  function send(file) {
    const item = document.createElement('li');
    item.className = 'shot';
    item.dataset.key = crypto.randomUUID();
    if (file.type.startsWith('image/')) {
      const image = document.createElement('img');
      image.src = URL.createObjectURL(file);
      image.alt = file.name;
      item.append(image);
    }
    add.before(item);
    attempt(item, file);
  }

  function attempt(item, file) {
    item.classList.remove('failed');
    item.querySelector('.over')?.remove();
    const over = document.createElement('span');
    over.className = 'over';
    over.innerHTML = '<span class="num">0%</span><progress max="100" value="0"></progress>';
    item.append(over);
    item.dataset.busy = '1';

    const body = new FormData();
    body.append('file', file);
    const request = new XMLHttpRequest();
    request.open('POST', url);
    request.setRequestHeader('Idempotency-Key', item.dataset.key);
    request.setRequestHeader('RequestVerificationToken', token(field.closest('form')));
    request.upload.onprogress = e => {
      const percent = e.lengthComputable ? Math.round(e.loaded / e.total * 100) : 0;
      over.firstChild.textContent = percent + '%';
      over.lastChild.value = percent;
    };
    request.onload = () => {
      delete item.dataset.busy;
      if (request.status === 201) return done(item, over, JSON.parse(request.responseText).id);
      let text = failed;
      try { text = JSON.parse(request.responseText).detail ?? failed; } catch { /* not a problem document */ }
      fail(item, over, file, request.status === 400 ? text : failed);
    };
    request.onerror = () => { delete item.dataset.busy; fail(item, over, file, failed); };
    request.send(body);
  }

  function done(item, over, id) {
    over.remove();
    const hidden = document.createElement('input');
    Object.assign(hidden, { type: 'hidden', name, value: id });
    item.append(hidden, remover(item));
    if (!item.querySelector('img')) item.append(Object.assign(document.createElement('span'), { className: 'tag', textContent: '▶' }));
  }

  function fail(item, over, file, text) {
    item.classList.add('failed');
    const again = document.createElement('button');
    Object.assign(again, { type: 'button', className: 'over', textContent: text });
    again.onclick = () => attempt(item, file);
    over.replaceWith(again);
    if (!item.querySelector('.del')) item.append(remover(item));
  }

  function remover(item) {
    const button = document.createElement('button');
    Object.assign(button, { type: 'button', className: 'del', ariaLabel: del });
    button.innerHTML = '<svg class="i" aria-hidden="true"><use href="/assets/icons.svg#close"/></svg>';
    button.onclick = () => item.remove();
    return button;
  }
}

// ---- one submission per tap; a page brought back by the browser works again ----
document.addEventListener('submit', e => {
  const form = e.target;
  const waiting = form.querySelector('[data-busy]');
  if (waiting) {
    e.preventDefault();
    const error = waiting.closest('[data-upload]').querySelector('.error');
    error.textContent = waiting.closest('[data-upload]').dataset.wait;
    error.hidden = false;
    return;
  }
  if (!form.hasAttribute('data-once')) return;
  if (form.dataset.sent) return e.preventDefault();
  form.dataset.sent = '1';
  e.submitter?.setAttribute('aria-busy', 'true');
});
addEventListener('pageshow', () => document.querySelectorAll('[data-sent]').forEach(form => {
  delete form.dataset.sent;
  form.querySelectorAll('[aria-busy]').forEach(b => b.removeAttribute('aria-busy'));
}));

// ---- filters ask again by themselves ----
function auto(form) {
  let timer;
  form.addEventListener('input', e => {
    clearTimeout(timer);
    timer = setTimeout(() => form.requestSubmit(), e.target.matches('input[type=search],input:not([type])') ? 500 : 0);
  });
}

// ---- clocks ----
function tick() {
  for (const sla of document.querySelectorAll('.sla[data-due]')) {
    const { due, start, left, over, m, h, hm, d } = sla.dataset;
    const rest = new Date(due) - Date.now(), whole = new Date(due) - new Date(start), abs = Math.abs(rest);
    const minutes = Math.max(1, Math.floor(abs / 60000)), hours = Math.floor(minutes / 60);
    const span = minutes < 60 ? m.replace('{0}', minutes) : hours >= 48 ? d.replace('{0}', Math.floor(hours / 24))
      : minutes % 60 ? hm.replace('{0}', hours).replace('{1}', minutes % 60) : h.replace('{0}', hours);
    const used = whole > 0 ? Math.min(100, Math.max(0, 100 - rest / whole * 100)) : 100;
    sla.textContent = (rest <= 0 ? over : left).replace('{0}', span);
    sla.dataset.tone = rest <= 0 ? 'bad' : used >= 60 ? 'warn' : '';
    sla.style.setProperty('--p', used + '%');
  }
}

// ---- live: the server says which topics changed, the page fetches itself and swaps what shows them ----
function live(url) {
  let source, stale = new Set(), timer, wait = 1000;
  const refresh = async () => {
    const topics = stale;
    stale = new Set();
    const concerned = el => el.dataset.live.split(' ').some(t => topics.has(t));
    const shown = [...document.querySelectorAll('[data-live][id]')].filter(concerned);
    if (!shown.length) return;
    const answer = await fetch(location.href, { headers: { 'X-Live': '1' } }).catch(() => null);
    if (!answer?.ok || answer.redirected) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html');
    for (const old of shown) {
      const now = fresh.getElementById(old.id);
      if (!now) { old.remove(); continue; }
      // Never under somebody's fingers.
      if (old.contains(document.activeElement) && document.activeElement.matches('input,textarea,select')) continue;
      now.querySelectorAll('details[id]').forEach(x => { const was = document.getElementById(x.id); if (was) x.open = was.open; });
      old.replaceWith(document.importNode(now, true));
    }
    enhance(document);
    tick();
  };
  const soon = topics => {
    topics.forEach(t => stale.add(t));
    clearTimeout(timer);
    if (stale.size && !document.hidden) timer = setTimeout(refresh, 120);
  };
  const open = () => {
    source = new EventSource(url);
    source.onmessage = e => { wait = 1000; soon(JSON.parse(e.data).topics); };
    source.onerror = () => {
      if (source.readyState !== EventSource.CLOSED) return;
      setTimeout(open, wait = Math.min(wait * 2, 60000));
    };
  };
  document.addEventListener('visibilitychange', () => { if (!document.hidden && stale.size) soon([]); });
  addEventListener('pagehide', () => source?.close());
  open();
}

function enhance(root) {
  root.querySelectorAll('[data-upload]:not([data-on])').forEach(f => { f.dataset.on = '1'; upload(f); });
  root.querySelectorAll('form[data-auto]:not([data-on])').forEach(f => { f.dataset.on = '1'; auto(f); });
  root.querySelectorAll('textarea[data-count]:not([data-on])').forEach(t => {
    t.dataset.on = '1';
    const out = document.getElementById(t.dataset.count);
    const show = () => { out.textContent = `${t.value.length}/${t.maxLength}`; };
    t.addEventListener('input', show);
    show();
  });
  root.querySelectorAll('[data-dialog]:not([data-on])').forEach(b => {
    b.dataset.on = '1';
    b.addEventListener('click', e => { e.preventDefault(); document.getElementById(b.dataset.dialog)?.showModal(); });
  });
}

enhance(document);
setInterval(tick, 30000);
if (document.body.dataset.liveUrl) live(new URL(document.body.dataset.liveUrl, document.baseURI));
