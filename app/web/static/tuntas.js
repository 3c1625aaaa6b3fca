// Extras for browsers with script; without it every page works the same.
const doc = document, root = doc.documentElement, words = (doc.querySelector('[data-words]') || {}).dataset || {};
const all = (at, what) => Array.prototype.slice.call(at.querySelectorAll(what));

// A form at fault: the summary takes the focus.
const summary = doc.querySelector('[data-focus]');
if (summary) summary.focus();

// Autosave: a block with data-autosave="URL" is sent to URL on leaving a field and 3 s after the last key. The answer is
// {"saved": "10.42", "set": {"field name": "value"}} or {"error": "what to do"}; it is said in the page's [data-status].
const status = doc.querySelector('[data-status]');
const say = (text, bad) => { if (status) { status.textContent = text; status.classList.toggle('bad', !!bad); } };
const dirty = new Set();
let leaving = false;
const fieldsOf = block => {
  const body = new URLSearchParams();
  all(block, 'input,select,textarea').forEach(f => {
    if (f.name && !f.disabled && f.type !== 'file' && f.type !== 'submit' && ((f.type !== 'radio' && f.type !== 'checkbox') || f.checked)) body.append(f.name, f.value);
  });
  body.append('_csrf', block.dataset.token);
  return body;
};
const save = block => {
  clearTimeout(block.timer);
  if (leaving) return;
  if (block.busy) { block.again = true; return; }
  if (!dirty.has(block)) return;
  dirty.delete(block);
  block.busy = fetch(block.dataset.autosave, {method: 'POST', body: fieldsOf(block), credentials: 'same-origin', headers: {Accept: 'application/json'}})
    .then(r => r.json().then(answer => ({ok: r.ok, answer: answer})))
    .then(({ok, answer}) => {
      Object.keys(answer.set || {}).forEach(name => {
        all(block, 'input[type=hidden]').forEach(f => { if (f.name === name) f.value = answer.set[name]; });
      });
      awake();
      if (!ok) { dirty.add(block); say(answer.error, true); } else say(answer.say || words.saved + ' ' + answer.saved);
    })
    .catch(() => { dirty.add(block); say(words.offline, true); })
    .then(() => { block.busy = null; if (block.again) { block.again = false; save(block); } });
};
all(doc, '[data-autosave]').forEach(block => {
  const touched = wait => { dirty.add(block); if (block.busy) block.again = true; clearTimeout(block.timer); block.timer = setTimeout(() => save(block), wait); };
  block.addEventListener('input', () => touched(3000));
  block.addEventListener('change', () => touched(300));
  block.addEventListener('focusout', () => { if (dirty.has(block)) touched(0); });
});

// The form goes out when the autosave that runs has answered: the answer says how often the fields were saved, which the
// form has to know, or it would clash with its own reader.
all(doc, 'form').filter(form => form.querySelector('[data-autosave]')).forEach(form => {
  form.addEventListener('submit', e => {
    const running = all(form, '[data-autosave]').map(block => block.busy).filter(Boolean), focused = doc.activeElement;
    const pressed = e.submitter || (focused && focused.form === form && focused.type === 'submit' ? focused : form.querySelector('button'));
    leaving = true;
    if (!running.length) return;
    e.preventDefault();
    if (form.waits) return;
    form.waits = true;
    Promise.race([Promise.all(running), new Promise(done => setTimeout(done, 10000))]).then(() => {
      const name = doc.createElement('input');
      name.type = 'hidden';
      if (pressed && pressed.name) { name.name = pressed.name; name.value = pressed.value; form.appendChild(name); }
      form.submit();
      name.remove();
    });
  });
});
window.addEventListener('pageshow', () => { leaving = false; all(doc, 'form').forEach(form => { form.waits = false; }); });

// Unsaved text: the browser asks before it leaves.
let changed = false;
all(doc, 'form[data-unsaved]').forEach(form => {
  form.addEventListener('input', e => { if (!e.target.closest('[data-autosave]')) changed = true; });
});
doc.addEventListener('submit', e => { if (!e.defaultPrevented) leaving = true; });
window.addEventListener('beforeunload', e => {
  if (!leaving && (changed || dirty.size)) { e.preventDefault(); e.returnValue = ''; }
});

// Uploads: progress while a form with data-upload is sent.
all(doc, 'form[data-upload]').forEach(form => {
  form.addEventListener('submit', e => {
    if (!window.XMLHttpRequest || !window.FormData) return;
    e.preventDefault();
    const bar = doc.createElement('progress'), note = doc.createElement('p');
    bar.max = 100; bar.value = 0; bar.setAttribute('aria-label', words.sending);
    note.setAttribute('role', 'status'); note.textContent = words.sending;
    form.appendChild(note); form.appendChild(bar);
    const body = new FormData(form), button = form.querySelector('button');
    if (e.submitter && e.submitter.name) body.append(e.submitter.name, e.submitter.value);
    if (button) button.disabled = true;
    const x = new XMLHttpRequest();
    x.open('POST', form.action);
    x.upload.onprogress = p => { if (p.lengthComputable) bar.value = p.loaded / p.total * 100; };
    x.onload = () => {
      if (x.responseURL && x.responseURL !== form.action && x.status < 400) { leaving = true; location.assign(x.responseURL); return; }
      const page = new DOMParser().parseFromString(x.responseText, 'text/html');
      doc.title = page.title;
      doc.body.replaceWith(page.body);
      const fault = doc.querySelector('[data-focus]');
      if (fault) fault.focus();
    };
    x.onerror = () => { note.textContent = words.offline; bar.remove(); if (button) button.disabled = false; };
    x.send(body);
  });
});

// The session: a warning five minutes before it ends without a request.
const minutes = Number(words.idle || 0), box = doc.createElement('div');
let warning = 0;
function awake() {
  clearTimeout(warning);
  box.remove();
  if (minutes) warning = setTimeout(() => doc.body.appendChild(box), (minutes - 5) * 60000);
}
if (minutes) {
  const stay = doc.createElement('button');
  box.className = 'warned';
  box.setAttribute('role', 'alert');
  box.textContent = words.ending + ' ';
  stay.className = 'text';
  stay.textContent = words.stay;
  stay.addEventListener('click', () => fetch(words.alive, {credentials: 'same-origin'}).then(awake));
  box.appendChild(stay);
  awake();
}

// What opens only for one choice is closed by the style sheet; printing is one press.
all(doc, '[data-print]').forEach(b => { b.hidden = false; b.addEventListener('click', () => window.print()); });
root.classList.add('script');

// What if: the same form answers in place; adding a question loads the page.
all(doc, 'form[data-whatif]').forEach(form => {
  form.addEventListener('submit', e => {
    if (form.elements.tambah && form.elements.tambah.value) return;
    e.preventDefault();
    const url = form.action + '?' + new URLSearchParams(new FormData(form));
    fetch(url, {credentials: 'same-origin'}).then(r => r.text()).then(text => {
      const fresh = new DOMParser().parseFromString(text, 'text/html').getElementById(form.dataset.whatif);
      const box = doc.getElementById(form.dataset.whatif);
      box.textContent = '';
      Array.prototype.slice.call(fresh.childNodes).forEach(n => box.appendChild(doc.adoptNode(n)));
      history.replaceState(null, '', url);
      box.scrollIntoView();
    }).catch(() => form.submit());
  });
});
