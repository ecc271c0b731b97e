// Keys that need no server: / goes to the filter, g and a letter to a page, ? shows the keys. j, k, Enter and p are the page's own, n and d the walkthrough's.
const places = { o: './', a: 'alerts', i: 'incidents', s: 'systems', q: 'queues', x: 'actions', u: 'sources', b: 'runbooks', l: 'silences', r: 'audit', m: 'me', w: 'maintenance', h: 'handover' };
let isGoing = false;

document.addEventListener('keydown', event => {
  if (document.querySelector('dialog[open]')) return;
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest?.('input, textarea, select, [contenteditable]')) return;
  if (isGoing && places[event.key]) {
    const link = document.querySelector(`.nav a[href="${places[event.key]}"]`);
    // A place without a link in the navigation is gone to all the same.
    if (link) link.click();
    else if (window.Blazor?.navigateTo) window.Blazor.navigateTo(places[event.key]);
    else location.assign(places[event.key]);
  } else if (event.key === '/') {
    const filter = document.querySelector('[data-filter]');
    if (filter) { filter.focus(); event.preventDefault(); }
  } else if (event.key === '?') {
    document.getElementById('keys')?.showModal();
  } else if (event.key === 'p') {
    document.querySelector('[data-pause]')?.click();
  } else if (event.key === 'f') {
    document.querySelector('[data-full], [data-leave-full]')?.click();
  } else if (event.key === 'n' && document.querySelector('.step[aria-current]')) {
    document.querySelector('.step[aria-current] .step-title')?.focus();
  } else if (event.key === 'd') {
    document.querySelector('[data-done]')?.click();
  } else if (event.key === 'j' || event.key === 'k') {
    move(event.key === 'j' ? 1 : -1);
  }
  isGoing = event.key === 'g';
});

// The links of the list's rows, in the order of the page.
const allRows = () => [...document.querySelectorAll('[data-row]')];

// A row that is drawn anew loses the focus: its place is kept, so that j goes on from there, and x, a, s and r mean that row and no other.
let kept = null;
document.addEventListener('focusin', ({ target }) => {
  const at = target.matches?.('[data-row]') ? allRows().indexOf(target) : -1;
  kept = at < 0 ? null : { page: location.pathname, href: target.getAttribute('href'), at };
});
document.addEventListener('pointerdown', () => { kept = null; });
document.addEventListener('keydown', ({ key, ctrlKey, metaKey, altKey }) => {
  if (!kept || kept.page !== location.pathname || document.activeElement !== document.body || ctrlKey || metaKey || altKey || !['j', 'k', 'x', 'a', 's', 'r'].includes(key)) return;
  const rows = allRows();
  const same = rows.find(row => row.getAttribute('href') === kept.href);
  (same ?? ('jk'.includes(key) ? rows[Math.min(kept.at, rows.length - 1)] : null))?.focus({ preventScroll: true });
}, true);

function move(step) {
  const rows = allRows();
  const at = rows.indexOf(document.activeElement);
  rows[at < 0 ? (step > 0 ? 0 : rows.length - 1) : Math.min(rows.length - 1, Math.max(0, at + step))]?.focus();
}

// Full screen goes with the page that is made for it; a browser that refuses still shows the page.
document.addEventListener('click', event => {
  if (event.target.closest?.('[data-full]')) document.documentElement.requestFullscreen?.().catch(() => {});
  if (event.target.closest?.('[data-leave-full]') && document.fullscreenElement) document.exitFullscreen().catch(() => {});
});

// Escape leaves the browser's full screen by itself: the page follows.
document.addEventListener('fullscreenchange', () => {
  if (!document.fullscreenElement) document.querySelector('[data-leave-full]')?.click();
});

document.addEventListener('click', event => {
  if (event.target.closest?.('[data-close-dialog]')) event.target.closest('dialog').close();
});
