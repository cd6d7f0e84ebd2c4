// The pad on which a resident signs, and the place of the phone: both are asked for only where somebody wants them, and neither ever holds up the work.

const ink = new WeakMap();   // canvas -> whether something was drawn

function pad(field) {
  const canvas = field.querySelector('canvas'), pen = canvas.getContext('2d');
  field.hidden = false;
  const clear = () => { pen.fillStyle = '#fff'; pen.fillRect(0, 0, canvas.width, canvas.height); ink.delete(canvas); field.querySelector('[type=hidden]').value = ''; };
  const at = e => { const r = canvas.getBoundingClientRect(); return [(e.clientX - r.left) * canvas.width / r.width, (e.clientY - r.top) * canvas.height / r.height]; };
  clear();
  Object.assign(pen, { lineWidth: 5, lineCap: 'round', lineJoin: 'round', strokeStyle: '#111' });
  canvas.onpointerdown = e => { canvas.setPointerCapture(e.pointerId); pen.beginPath(); pen.moveTo(...at(e)); ink.set(canvas, true); };
  canvas.onpointermove = e => { if (canvas.hasPointerCapture(e.pointerId)) { pen.lineTo(...at(e)); pen.stroke(); } };
  field.querySelector('[data-clear]').onclick = clear;
}

function place(field) {
  if (!navigator.geolocation) return;
  const box = field.querySelector('[type=checkbox]'), kept = field.querySelector('[type=hidden]');
  field.hidden = false;
  box.onchange = () => {
    kept.value = '';
    if (box.checked) navigator.geolocation.getCurrentPosition(({ coords: c }) => { kept.value = [c.latitude, c.longitude, c.accuracy].join(','); }, () => { box.checked = false; }, { timeout: 10000, maximumAge: 60000 });
  };
}

/** Makes the pads and places of the page work. */
export function signatures() {
  document.querySelectorAll('[data-sign]').forEach(pad);
  document.querySelectorAll('[data-spot]').forEach(place);
}

/** The signature as a picture, or nothing; a name that was typed is written onto an empty pad. With `up` it is sent ahead and its id put into the form. */
export async function signatureOf(form, up) {
  const field = form.querySelector('[data-sign]'), canvas = field?.querySelector('canvas'), name = form.querySelector('[name="Input.SignedBy"]')?.value.trim();
  if (!canvas || !ink.has(canvas) && !name) return null;
  if (!ink.has(canvas)) {
    const pen = canvas.getContext('2d');
    Object.assign(pen, { fillStyle: '#fff' });
    pen.fillRect(0, 0, canvas.width, canvas.height);
    Object.assign(pen, { fillStyle: '#111', font: '72px sans-serif', textBaseline: 'middle' });
    pen.fillText(name, 32, canvas.height / 2, canvas.width - 64);
  }
  const picture = await new Promise(done => canvas.toBlob(done, 'image/png'));
  if (!up) return picture;
  const body = new FormData();
  body.append('file', picture, 'signature.png');
  const answer = await fetch(new URL(field.dataset.uploadTo, document.baseURI), { method: 'POST', body, headers: { 'Idempotency-Key': crypto.randomUUID(), RequestVerificationToken: form.querySelector('[name=__RequestVerificationToken]').value } });
  if (answer.ok) field.querySelector('[type=hidden]').value = (await answer.json()).id;
  return picture;
}
