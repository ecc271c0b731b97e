// A button marked data-copy copies the code of its figure.
document.addEventListener('click', async event => {
  const button = event.target.closest?.('[data-copy]');
  const code = button?.closest('figure')?.querySelector('pre');
  if (!code) return;
  try {
    await navigator.clipboard.writeText(code.textContent);
  } catch {
    // Without the clipboard (plain http on another host) the text is selected, for the keys to copy.
    getSelection().selectAllChildren(code);
    return;
  }
  button.classList.add('did');
  setTimeout(() => button.classList.remove('did'), 1600);
});
