// Boxes whose list of words the server draws: while it is open, its keys are not the browser's. What they do, the server decides.
document.addEventListener('keydown', event => {
  const box = event.target;
  if (!box.matches?.('[data-combobox]')) return;
  const isOpen = box.getAttribute('aria-expanded') === 'true';
  if (event.key === 'ArrowDown' || event.key === 'ArrowUp' || (isOpen && event.key === 'Tab' && !event.shiftKey)
    || (isOpen && event.key === 'Enter' && box.hasAttribute('aria-activedescendant'))) event.preventDefault();
});

// Of a letter the box's text tells: a key of its own would be one more message, and one more drawing, before the text's.
document.addEventListener('keydown', event => {
  const box = event.target;
  if (!box.matches?.('[data-combobox]') || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key.length === 1 || (event.key === 'Backspace' && box.value !== '')) event.stopPropagation();
}, { capture: true });

// The chosen word stays in view.
new MutationObserver(changes => {
  for (const { target } of changes) document.getElementById(target.getAttribute('aria-activedescendant'))?.scrollIntoView({ block: 'nearest' });
}).observe(document.body, { subtree: true, attributes: true, attributeFilter: ['aria-activedescendant'] });
