// Boxes whose list of words the server draws: while it is open, its keys are not the browser's. What they do, the server decides.
document.addEventListener('keydown', event => {
  const box = event.target;
  if (!box.matches?.('[data-combobox]')) return;
  const isOpen = box.getAttribute('aria-expanded') === 'true';
  if (event.key === 'ArrowDown' || event.key === 'ArrowUp' || (isOpen && event.key === 'Tab' && !event.shiftKey)
    || (isOpen && event.key === 'Enter' && box.hasAttribute('aria-activedescendant'))) event.preventDefault();
});

// The chosen word stays in view.
new MutationObserver(changes => {
  for (const { target } of changes) document.getElementById(target.getAttribute('aria-activedescendant'))?.scrollIntoView({ block: 'nearest' });
}).observe(document.body, { subtree: true, attributes: true, attributeFilter: ['aria-activedescendant'] });
