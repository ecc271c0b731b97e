// Begins the connection, and has the banner for a lost one. Blazor's script sets classes on the modal element; it raises no event and does not
// reload by itself. A script before Blazor's own and no module: it must be there already when the first connection fails.
{
  const modal = document.getElementById('components-reconnect-modal');
  const ended = document.getElementById('blazor-error-ui');
  const root = document.documentElement;
  const lookEvery = 2_000;
  const patience = 30_000;
  const reloadedKey = 'ops-reloaded';
  const has = (...states) => states.some(state => modal.classList.contains(`components-reconnect-${state}`));
  let isReloading = false;

  const pause = milliseconds => new Promise(done => setTimeout(done, milliseconds));

  function say() {
    if (!root.dataset.lost) modal.querySelector('time').dateTime = new Date().toISOString();
    root.dataset.lost = 'yes';
  }

  const answers = async () => {
    try { return (await fetch('health/live', { cache: 'no-store' })).ok; } catch { return false; }
  };

  // The server came back without our circuit: only a new page helps. Ask first, or the browser would show its own error page.
  async function reload() {
    if (isReloading) return;
    isReloading = true;
    say();
    // A page that ends again and again is not loaded again as fast as it can.
    if (Date.now() - Number(sessionStorage.getItem(reloadedKey)) < 15_000) await pause(10_000);
    while (!await answers()) await pause(1000);
    sessionStorage.setItem(reloadedKey, Date.now());
    location.reload();
  }

  // A first connection that failed is not tried again by anybody: until the circuit is up, the page looks for itself.
  async function begin() {
    const since = performance.now();
    for (;;) {
      await pause(lookEvery);
      if (isReloading || document.getElementById('circuit-up')) return;
      if (performance.now() - since > patience || !await answers()) break;
    }
    if (!document.getElementById('circuit-up')) reload();
  }

  new MutationObserver(() => {
    if (has('show', 'failed', 'rejected')) say();
    else if (!isReloading) delete root.dataset.lost;
    if (has('failed', 'rejected')) reload();
  }).observe(modal, { attributes: true, attributeFilter: ['class'] });

  begin();

  // Left to itself Blazor's script tries ten times at once and then pauses for 5 s, later for 30: so long nobody shall wait for a console that is
  // back. The pauses differ, lest all who were on it come at the same moment. The server keeps a circuit, and what is typed in its page, for three
  // minutes: at least so long the tries go on, and only then does reload() look for a new page.
  const tries = { maxRetries: 240, retryIntervalMilliseconds: tried => tried < 3 ? 0 : 500 + 1000 * Math.random() };
  document.addEventListener('DOMContentLoaded', () => window.Blazor?.start({ circuit: { reconnectionOptions: tries } }));

  // Sooner where it is told: a circuit that ended by an error, for which Blazor's script shows its element, ...
  new MutationObserver(reload).observe(ended, { attributes: true, attributeFilter: ['style'] });

  // ... a server that was away when it was first asked, ...
  window.addEventListener('unhandledrejection', event => {
    if (event.reason?.errorType === 'FailedToNegotiateWithServerError') reload();
  });

  // ... or a script that was not to be had.
  window.addEventListener('error', event => {
    if (event.target instanceof HTMLScriptElement) reload();
  }, true);
}
