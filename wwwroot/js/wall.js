// Keeps a wall current: asks for what stands on it every two seconds, and says so when nobody answers. It holds no connection and no session, so a
// restart of the console is a few questions without an answer.
const every = 2000;
const patience = 10_000;
const lostAfter = 7000;
const root = document.documentElement;
const started = performance.now();
const address = `${location.pathname.replace(/\/+$/, '')}/now`;
const ahead = Date.parse(root.dataset.now) - performance.timeOrigin - performance.now();
const offset = Math.abs(ahead) > 5000 ? ahead : 0;
let answeredAt = performance.now();

function clocks() {
  for (const time of document.querySelectorAll('time[data-zone]')) {
    try {
      time.textContent = new Date(Date.now() + offset).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: time.dataset.zone });
    } catch { /* a zone that this browser does not know: the server's own time stays, and comes anew with each answer */ }
  }
}

function show(html) {
  const now = new DOMParser().parseFromString(html, 'text/html').querySelector('main.wall');
  const before = document.querySelector('main.wall');
  if (!now) return;
  // Another version of the console runs: its scripts and styles are others, too. And once a day anyhow.
  if (now.dataset.version !== before.dataset.version || performance.now() - started > 86_400_000) { location.reload(); return; }
  before.replaceWith(document.adoptNode(now));
  document.title = now.dataset.title;
  document.querySelector('link[rel=icon]').href = `img/favicon-${now.dataset.favicon}.svg`;
  clocks();
}

function lost() {
  const since = performance.now() - answeredAt;
  if (since < lostAfter) { delete root.dataset.lost; return; }
  const time = document.querySelector('[data-lost-at]');
  time.dateTime = new Date(Date.now() + offset - since).toISOString();
  root.dataset.lost = 'yes';
}

async function ask() {
  try {
    const answer = await fetch(address, { cache: 'no-store', redirect: 'error', signal: AbortSignal.timeout(patience) });
    // Not ours any more: the page itself says why.
    if (answer.status === 401 || answer.status === 404) { location.reload(); return; }
    if (answer.ok) {
      const html = await answer.text();
      answeredAt = performance.now();
      show(html);
    }
  } catch { /* away: it is tried again */ }
  lost();
  setTimeout(ask, every);
}

clocks();
setInterval(clocks, 1000);
setTimeout(ask, every);
