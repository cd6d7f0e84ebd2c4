// The pad on which a customer signs, and the place of the phone: both are asked for only where somebody wants them, and neither ever holds up the work.

const asked = new WeakMap();   // field of a place -> the answer it waits for

function pad(field) {
  const canvas = field.querySelector('canvas'), pen = canvas.getContext('2d'), again = field.querySelector('[data-clear]'), file = field.querySelector('[type=file]');
  canvas.hidden = again.hidden = false;
  file.hidden = true;   // a photo of the signature is for pages without script
  const forget = () => field.querySelectorAll('[data-kept]').forEach(kept => kept.remove());
  const at = e => { const r = canvas.getBoundingClientRect(); return [(e.clientX - r.left) * canvas.width / r.width, (e.clientY - r.top) * canvas.height / r.height]; };
  const wipe = () => { pen.fillStyle = '#fff'; pen.fillRect(0, 0, canvas.width, canvas.height); delete canvas.dataset.drawn; file.value = ''; };
  wipe();
  Object.assign(pen, { lineWidth: 5, lineCap: 'round', lineJoin: 'round', strokeStyle: '#111' });
  canvas.onpointerdown = e => { canvas.setPointerCapture(e.pointerId); forget(); pen.beginPath(); pen.moveTo(...at(e)); pen.lineTo(...at(e)); pen.stroke(); canvas.dataset.drawn = ''; };
  canvas.onpointermove = e => { if (canvas.hasPointerCapture(e.pointerId)) { pen.lineTo(...at(e)); pen.stroke(); } };
  again.onclick = () => { forget(); wipe(); };
}

function place(field) {
  if (!navigator.geolocation) return;
  const box = field.querySelector('[type=checkbox]'), kept = field.querySelector('[type=hidden]'), said = field.querySelector('small');
  field.hidden = false;
  box.onchange = () => {
    kept.value = said.textContent = '';
    asked.delete(field);
    if (!box.checked) return;
    const mine = new Promise(done => navigator.geolocation.getCurrentPosition(done, () => done(null), { timeout: 10000, maximumAge: 60000 })).then(found => {
      if (asked.get(field) !== mine) return;
      if (found) kept.value = [found.coords.latitude, found.coords.longitude, found.coords.accuracy].join(',');
      box.checked = !!found;
      said.textContent = found ? field.dataset.found.replace('{0}', Math.round(found.coords.accuracy)) : field.dataset.none;
    });
    asked.set(field, mine);
  };
}

/** Makes the pads and places of the page work, and sees to it that a form leaves with what they hold. */
export function signatures() {
  document.querySelectorAll('[data-sign]').forEach(pad);
  document.querySelectorAll('[data-spot]').forEach(place);
  document.addEventListener('submit', async e => {
    const form = e.target;
    if (!form.querySelector('[data-sign],[data-spot]')) return;
    if (form.filled) { form.filled = false; return; }
    e.preventDefault();
    e.stopImmediatePropagation();
    if (form.filling) return;
    form.filling = true;
    await fill(form).finally(() => { form.filling = false; });
    form.requestSubmit(e.submitter);
  }, true);
}

/** Waits for the place that was asked for, and puts the signature into the form as a file; the form may be sent then. */
export async function fill(form) {
  await spotOf(form);
  const picture = await signatureOf(form);
  if (picture) {
    const files = new DataTransfer();
    files.items.add(new File([picture], 'signature.png', { type: 'image/png' }));
    form.querySelector('[data-sign] [type=file]').files = files.files;
  }
  form.filled = true;
}

/** Until the phone has said where it is, or that it cannot. */
export const spotOf = form => Promise.all([...form.querySelectorAll('[data-spot]')].map(field => asked.get(field)));

/** The signature as a picture, or nothing; a name that was typed is written onto an empty pad. */
export async function signatureOf(form) {
  const field = form.querySelector('[data-sign]'), canvas = field?.querySelector('canvas'), name = form.querySelector('[name="Input.SignedBy"]')?.value.trim();
  if (!canvas || field.querySelector('[data-kept]') || !('drawn' in canvas.dataset) && !name) return null;
  if (!('drawn' in canvas.dataset)) {
    const pen = canvas.getContext('2d');
    Object.assign(pen, { fillStyle: '#fff' });
    pen.fillRect(0, 0, canvas.width, canvas.height);
    Object.assign(pen, { fillStyle: '#111', font: '72px sans-serif', textBaseline: 'middle' });
    pen.fillText(name, 32, canvas.height / 2, canvas.width - 64);
  }
  return new Promise(done => canvas.toBlob(done, 'image/png'));
}
