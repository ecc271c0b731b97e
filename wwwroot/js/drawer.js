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

// A drawer that walks: the arrows open the entry above or below the open one.
document.addEventListener('keydown', event => {
  if ((event.key !== 'ArrowUp' && event.key !== 'ArrowDown') || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey
    || event.target.closest?.('input, textarea, select, pre, [contenteditable]') || !document.querySelector('[data-walk]')) return;
  const rows = [...document.querySelectorAll('[data-row]')];
  const row = rows[rows.findIndex(it => it.hasAttribute('aria-current')) + (event.key === 'ArrowDown' ? 1 : -1)];
  if (!row || !rows.some(it => it.hasAttribute('aria-current'))) return;
  event.preventDefault();
  row.scrollIntoView({ block: 'nearest' });
  row.click();
});

document.addEventListener('click', async event => {
  const copy = event.target.closest?.('[data-copy]');
  if (!copy) return;
  await navigator.clipboard.writeText(new URL(copy.dataset.copy, document.baseURI).href);
  copy.dataset.copied = 'yes';
  copy.addEventListener('blur', () => delete copy.dataset.copied, { once: true });
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
