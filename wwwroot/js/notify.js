// Shows and sounds what the server calls news to this person (Components/Frame/NotificationBell.razor). Of many tabs one shows it: the one that holds the lock. When it is closed
// another gets the lock, and shows what came in the last seconds and was not shown. All words come from outside: they are only ever text.
const root = document.documentElement;
const lateness = 10_000;
const waiting = new Map();
const shown = new Set();
const handled = new Set();
const channel = 'BroadcastChannel' in window ? new BroadcastChannel('ops-notices') : null;
let leads = !navigator.locks;
let beeps = false;
let audio = null;
let asks = false;

// What this browser allows, as the style sheet shows it.
function tellState() {
  root.dataset.notify = !window.isSecureContext ? 'insecure' : !('Notification' in window) ? 'unsupported' : Notification.permission;
  root.dataset.sound = audio?.state === 'running' ? 'ready' : 'blocked';
}

// A tab that may sound takes part in who does: a page may make no noise before somebody touched it.
function unlock() {
  audio ??= 'AudioContext' in window ? new AudioContext() : null;
  audio?.resume().then(() => {
    tellState();
    if (asks) return;
    asks = true;
    navigator.locks?.request('ops-sound', () => { beeps = true; return new Promise(() => {}); });
    beeps ||= !navigator.locks;
  });
}

// The worse, the more and the higher: told apart without looking.
function sound(severity) {
  if (audio?.state !== 'running') return false;
  const [times, pitch] = { critical: [3, 880], high: [2, 740] }[severity] ?? [1, 587];
  for (let i = 0; i < times; i++) {
    const [tone, volume, at] = [audio.createOscillator(), audio.createGain(), audio.currentTime + i * 0.22];
    tone.frequency.value = pitch;
    volume.gain.setValueAtTime(0, at);
    volume.gain.linearRampToValueAtTime(0.18, at + 0.02);
    volume.gain.linearRampToValueAtTime(0, at + 0.16);
    tone.connect(volume).connect(audio.destination);
    tone.start(at);
    tone.stop(at + 0.18);
  }
  return true;
}

function open(href) {
  window.focus();
  if (window.Blazor?.navigateTo) window.Blazor.navigateTo(href); else location.href = new URL(href, document.baseURI).href;
}

// Quiet by itself: the sound is ours, so that it is heard once, and only where it is wanted. Where no tab may sound yet the system's own is better than none.
async function soundsSomewhere() {
  return beeps || !!(await navigator.locks?.query())?.held.some(lock => lock.name === 'ops-sound');
}

function show(notice, silent) {
  try {
    const made = new Notification(notice.title, { body: notice.body, tag: notice.tag, icon: new URL(`img/favicon-${notice.severity}.svg`, document.baseURI).href, silent });
    made.onclick = () => { made.close(); open(notice.href); };
    return made;
  } catch {
    return null; // a phone's browser has the word and not the thing
  }
}

async function call(notice) {
  if (shown.has(notice.id)) return;
  shown.add(notice.id);
  waiting.delete(notice.id);
  channel?.postMessage({ shown: notice.id });
  const silent = !notice.sound || await soundsSomewhere();
  if (notice.show && window.isSecureContext && 'Notification' in window && Notification.permission === 'granted') show(notice, silent);
  if (!notice.sound) return;
  if (beeps) sound(notice.severity); else channel?.postMessage({ sound: notice.severity });
}

channel?.addEventListener('message', event => {
  if (event.data.shown) { shown.add(event.data.shown); waiting.delete(event.data.shown); }
  if (event.data.sound && beeps) sound(event.data.sound);
});

function take() {
  for (const element of document.querySelectorAll('[data-notices] [data-notice]')) {
    const { notice: id, title, body, tag, href, severity } = element.dataset;
    if (handled.has(id)) continue;
    handled.add(id);
    const notice = { id, title, body, tag, href, severity, show: element.dataset.show === 'yes', sound: element.dataset.sound === 'yes' };
    if (leads) { call(notice); continue; }
    waiting.set(id, notice);
    setTimeout(() => waiting.delete(id), lateness);
  }
}

navigator.locks?.request('ops-notices', () => {
  leads = true;
  root.dataset.calls = 'yes';
  for (const notice of [...waiting.values()]) call(notice);
  return new Promise(() => {});
});

document.addEventListener('click', async event => {
  const said = document.querySelector('[data-notify-said]');
  if (event.target.closest?.('[data-notify-allow]')) {
    if (!window.isSecureContext || !('Notification' in window)) said.textContent = 'This browser can\'t be asked here.';
    else said.textContent = { granted: 'Allowed.', denied: 'Not allowed: this browser says no.', default: 'Nothing was chosen.' }[await Notification.requestPermission()];
    tellState();
  }
  if (event.target.closest?.('[data-notify-test]')) {
    unlock();
    await Promise.race([audio?.resume(), new Promise(done => setTimeout(done, 1000))]);
    const isHeard = sound('high');
    const test = window.isSecureContext && 'Notification' in window && Notification.permission === 'granted'
      && show({ title: 'Test of Ops Console', body: 'So a new alert looks and sounds.', tag: 'test', severity: 'info', href: 'me' }, true);
    said.textContent = `${test ? 'Shown: if you see nothing, your system holds notifications back.' : 'Not shown.'} ${isHeard ? 'Sounded.' : 'No sound can be played.'}`;
    if (test) test.onerror = () => { said.textContent = 'The browser refused to show it.'; };
  }
});

for (const kind of ['pointerdown', 'keydown']) {
  document.addEventListener(kind, () => { if (audio?.state !== 'running' && document.querySelector('[data-sounds]')) unlock(); }, { capture: true, passive: true });
}

navigator.permissions?.query({ name: 'notifications' }).then(permission => { permission.onchange = tellState; }, () => {});
new MutationObserver(take).observe(document.body, { childList: true, subtree: true });
tellState();
take();
