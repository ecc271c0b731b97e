// The banner for a lost connection. Blazor's script sets classes on the modal element; it raises no event and does not reload by itself.
const modal = document.getElementById('components-reconnect-modal');
const root = document.documentElement;
const has = (...states) => states.some(state => modal.classList.contains(`components-reconnect-${state}`));

// The server came back without our circuit: only a new page helps. Ask first, or the browser would show its own error page.
async function reload() {
  for (;;) {
    try {
      if ((await fetch('health/live', { cache: 'no-store' })).ok) { location.reload(); return; }
    } catch { /* still away */ }
    await new Promise(done => setTimeout(done, 1000));
  }
}

let isReloading = false;
new MutationObserver(() => {
  if (has('show', 'failed', 'rejected')) {
    if (!root.dataset.lost) modal.querySelector('time').dateTime = new Date().toISOString();
    root.dataset.lost = 'yes';
  } else {
    delete root.dataset.lost;
  }
  if (has('failed', 'rejected') && !isReloading) {
    isReloading = true;
    reload();
  }
}).observe(modal, { attributes: true, attributeFilter: ['class'] });
