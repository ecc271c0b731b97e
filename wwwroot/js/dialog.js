// Modal dialogs that the server draws: shown as soon as they are in the page, closed by the server when Esc or their cross is pressed, and the focus
// goes back to where it was. The browser keeps the rest of the page out of reach meanwhile.
let shown = null;
let opener = null;

function follow() {
  const dialog = document.querySelector('dialog[data-modal]');
  if (dialog && dialog !== shown) {
    [shown, opener] = [dialog, document.activeElement];
    dialog.showModal();
    dialog.querySelector('[data-first]')?.focus();
    const ask = () => dialog.querySelector('[data-close-modal]')?.click();
    dialog.addEventListener('cancel', event => { event.preventDefault(); ask(); });
    dialog.addEventListener('close', ask);
  } else if (!dialog && shown) {
    const back = opener?.isConnected ? opener : document.querySelector(`a[href="${CSS.escape(opener?.getAttribute('href') ?? '')}"]`);
    [shown, opener] = [null, null];
    back?.focus();
  }
  tellSeen();
}

// Plans are made again and again only while somebody can see them: a box that the server listens to says whether the tab is shown.
function tellSeen() {
  for (const box of document.querySelectorAll('input[data-seen]')) {
    if (box.checked !== document.hidden) continue;
    box.checked = !document.hidden;
    box.dispatchEvent(new Event('change', { bubbles: true }));
  }
}

document.addEventListener('visibilitychange', tellSeen);
new MutationObserver(follow).observe(document.body, { childList: true, subtree: true });
follow();

// What is shown is old while the connection is lost: nothing that acts is sent.
window.addEventListener('click', event => {
  if (document.documentElement.dataset.lost && event.target.closest?.('[data-acts]')) {
    event.preventDefault();
    event.stopImmediatePropagation();
  }
}, true);
