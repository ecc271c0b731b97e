// Keys of the alert board: x selects the line that has the focus, a acknowledges and s silences what is selected (or, when nothing is, that line), r opens its runbook.
// On an alert's own page a, s and r are about that alert.
let isGoing = false;

document.addEventListener('keydown', event => {
  const was = isGoing;
  isGoing = event.key === 'g';
  if (was || event.ctrlKey || event.metaKey || event.altKey || document.querySelector('dialog[open]')) return;
  if (event.target.closest?.('input:not([type=checkbox]), textarea, select, [contenteditable]')) return;
  const line = document.activeElement?.closest?.('[data-line]');
  if (event.key === 'x') {
    line?.querySelector('[data-pick]')?.click();
  } else if (event.key === 'r') {
    (line ?? document.querySelector('.alert-page'))?.querySelector('[data-runbook]')?.click();
  } else if (event.key === 'a' || event.key === 's') {
    act(event.key === 'a' ? '[data-acknowledge], [data-ack]' : '.selection [data-silence], .alert-page [data-silence]', line);
  }
});

// The buttons come with the first selection: the server draws them.
function act(button, line) {
  const here = document.querySelector(button);
  if (here) { here.click(); return; }
  const pick = line?.querySelector('[data-pick]');
  if (!pick) return;
  const watch = new MutationObserver(() => {
    const there = document.querySelector(button);
    if (there) { watch.disconnect(); there.click(); }
  });
  watch.observe(document.body, { childList: true, subtree: true });
  setTimeout(() => watch.disconnect(), 3000);
  pick.click();
}
