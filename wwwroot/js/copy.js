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

// A button marked data-copy-from copies what an address of ours answers. The promise is handed over at once: a browser that asks for the press to be recent would refuse it after the answer.
document.addEventListener('click', async event => {
  const button = event.target.closest?.('[data-copy-from]');
  if (!button) return;
  const said = button.parentElement.querySelector('[data-copied]');
  const address = button.dataset.copyFrom;
  try {
    const text = fetch(address).then(async answer => {
      if (!answer.ok) throw new Error(`it answered ${answer.status}`);
      return new Blob([await answer.text()], { type: 'text/plain' });
    });
    await navigator.clipboard.write([new ClipboardItem({ 'text/plain': text })]);
    if (said) said.textContent = 'Copied';
  } catch {
    // Without the clipboard (plain http on another host) the file beside it is what is left.
    if (said) said.textContent = 'Not copied: download it instead';
  }
  setTimeout(() => { if (said) said.textContent = ''; }, 8000);
});
