// The drawer of a list: Esc closes it and gives the focus back to the row that opened it. A log inside follows its end, unless it was scrolled up.
let opener = null;

document.addEventListener('click', event => {
  const row = event.target.closest?.('[data-row]');
  if (row) opener = row.getAttribute('href');
});

document.addEventListener('keydown', event => {
  if (event.key !== 'Escape' || document.querySelector('dialog[open]')) return;
  const close = document.querySelector('[data-close-drawer]');
  if (!close) return;
  close.click();
  requestAnimationFrame(() => document.querySelector(`[data-row][href="${CSS.escape(opener ?? '')}"]`)?.focus());
});

const atEnd = new WeakMap();
document.addEventListener('scroll', event => {
  const log = event.target;
  if (log.nodeType === Node.ELEMENT_NODE && log.matches('[data-follow]')) {
    atEnd.set(log, log.scrollHeight - log.scrollTop - log.clientHeight < 40);
  }
}, true);

new MutationObserver(() => {
  for (const log of document.querySelectorAll('[data-follow]')) {
    if (atEnd.get(log) ?? true) log.scrollTop = log.scrollHeight;
  }
}).observe(document.body, { childList: true, subtree: true, characterData: true });
