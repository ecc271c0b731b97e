// Counts relative times on, once a second, so that the passing of time costs the server nothing, and adds the person's own zone to the
// exact time in the hover text. The words are those of Components/Format/Spans.cs.
const short = s => s < 60 ? `${s} s` : s < 3600 ? `${Math.floor(s / 60)} min` : s < 172800 ? `${Math.floor(s / 3600)} h` : `${Math.floor(s / 86400)} d`;
const long = s => s < 60 ? `${s} s` : s < 3600 ? `${Math.floor(s / 60)} min ${s % 60} s`
  : s < 86400 ? `${Math.floor(s / 3600)} h ${Math.floor(s % 3600 / 60)} min` : `${Math.floor(s / 86400)} d ${Math.floor(s % 86400 / 3600)} h`;
const left = s => s >= 3600 ? `${long(s)} left` : `${Math.floor(s / 60)}:${String(s % 60).padStart(2, '0')} left`;
const ownZone = new Intl.DateTimeFormat('en-GB', { weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', timeZoneName: 'short' });
const zoned = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'long' });

// The server's clock against ours: relative times are as the server sees them, also where this machine's clock is wrong.
const ahead = Date.parse(document.documentElement.dataset.now) - performance.timeOrigin - performance.now();
const offset = Math.abs(ahead) > 5000 ? ahead : 0;

function write(element, text) {
  // Only the text node's data: the element and the node stay Blazor's to replace.
  const node = element.firstChild;
  if (node && node.nodeType === Node.TEXT_NODE && node.data !== text) node.data = text;
}

function count() {
  const now = Date.now() + offset;
  // Without a time yet: the banner of the lost connection, until it is lost.
  for (const element of document.querySelectorAll('time[data-ago]:not([datetime=""])')) {
    const seconds = Math.max(0, Math.floor((now - Date.parse(element.dateTime)) / 1000));
    write(element, element.dataset.ago === 'long' ? long(seconds) : short(seconds));
    if (!element.title.includes(' · ')) element.title += ` · ${zoned.format(new Date(element.dateTime))}`;
  }
  for (const element of document.querySelectorAll('time[data-until]')) {
    const seconds = Math.ceil((Date.parse(element.dateTime) - now) / 1000);
    write(element, seconds >= 0 ? left(seconds) : `${short(-seconds)} late`);
    element.toggleAttribute('data-late', seconds < 0);
  }
  // Written by the server in UTC, read in the person's own zone.
  for (const element of document.querySelectorAll('time[data-local]')) {
    const at = new Date(element.dateTime);
    write(element, ownZone.format(at));
    if (!element.title) element.title = zoned.format(at);
  }
  const clock = document.querySelector('time[data-clock]');
  if (clock) {
    const at = new Date(now);
    write(clock, `${at.toISOString().slice(11, 16)} UTC`);
    clock.title = zoned.format(at);
  }
}

// A form that asks for a time by the person's own clock learns which that is, once it can be filled in.
function tellZone() {
  for (const field of document.querySelectorAll('input[data-zone]:not([readonly], [data-zoned])')) {
    field.dataset.zoned = 'true';
    if (field.value !== 'UTC') continue;
    field.value = Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC';
    field.dispatchEvent(new Event('change', { bubbles: true }));
  }
}

count();
setInterval(tellZone, 500);
setInterval(count, 1000);
