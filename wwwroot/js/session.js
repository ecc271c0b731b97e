// Keeps the session: a key, a click or a touch says that a person is there, at most once a minute; without one the console is only asked whether the
// session goes on, which keeps a proxy's confirmation fresh. That it is over, the page says itself.
const activityEvery = 60_000;
const askEvery = 30_000;
let toldAt = performance.now();

async function ask(path) {
  try {
    await fetch(path, { cache: 'no-store', redirect: 'manual' });
  } catch { /* the connection's own banner tells */ }
}

for (const kind of ['pointerdown', 'keydown', 'wheel', 'touchstart']) {
  document.addEventListener(kind, () => {
    if (performance.now() - toldAt < activityEvery) return;
    toldAt = performance.now();
    ask('session?activity=1');
  }, { capture: true, passive: true });
}

setInterval(() => ask('session'), askEvery);
