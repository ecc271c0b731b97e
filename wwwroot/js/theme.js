// Light or dark by the person's choice: the attribute at once, the cookie for the next page (App.razor reads it).
document.addEventListener('click', event => {
  if (!event.target.closest?.('[data-theme-toggle]')) return;
  const root = document.documentElement;
  const isDark = root.dataset.theme ? root.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
  root.dataset.theme = isDark ? 'light' : 'dark';
  document.cookie = `ops-theme=${root.dataset.theme}; path=/; max-age=31536000; samesite=lax`;
});
