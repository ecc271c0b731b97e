// A cursor over charts (Components/Charts/TimeChart.razor): a line at one time across all charts of a group, and beside each line's name its value then. The values came with
// the page, so that looking costs the server nothing. Mouse, finger and keys; dragging with the mouse goes to the range that was dragged over. The figures' words are those of
// Components/Format/Figures.cs.
const prefixes = ['', 'k', 'M', 'G', 'T', 'P'];
const apart = unit => !['bytes', 'B', 'B/s', 'bytes/s', 's', 'seconds', '%', 'x', '1/s', '/s', ''].includes(unit);
const trim = (value, digits) => String(Number(value.toFixed(digits)));
const read = new WeakMap();
let at = null; // { group, time }
let drag = null; // { plot, from }

function scaled(value, by) {
  let step = 0;
  while (Math.abs(value) >= by && step < prefixes.length - 1) { value /= by; step++; }
  return [trim(value, 1), step];
}

function number(value) {
  const size = Math.abs(value);
  if (size >= 1e6) { const [text, step] = scaled(value, 1000); return text + prefixes[step]; }
  if (size >= 1000) return Math.round(value).toLocaleString('en-US');
  return size === 0 ? '0' : size < 0.001 ? value.toExponential(1) : trim(value, size < 1 ? 3 : size < 10 ? 2 : 1);
}

function seconds(value) {
  const size = Math.abs(value);
  if (size === 0) return '0 s';
  if (size < 0.001) return `${number(value * 1e6)} µs`;
  if (size < 1) return `${number(value * 1000)} ms`;
  if (size < 120 || size > 3155760000) return `${number(value)} s`;
  const s = Math.floor(size);
  const words = s < 3600 ? `${Math.floor(s / 60)} min ${s % 60} s`
    : s < 86400 ? `${Math.floor(s / 3600)} h ${Math.floor(s % 3600 / 60)} min` : `${Math.floor(s / 86400)} d ${Math.floor(s % 86400 / 3600)} h`;
  return (value < 0 ? '-' : '') + words;
}

function words(value, unit) {
  if (unit === 's' || unit === 'seconds') return seconds(value);
  if (unit === '%' || unit === 'x') return trim(value, 2) + unit;
  if (unit === '1/s' || unit === '/s') return `${number(value)}/s`;
  if (unit.startsWith('B') || unit.startsWith('bytes')) {
    const [text, step] = scaled(value, 1024);
    return `${text} ${step ? `${prefixes[step].toUpperCase()}i` : ''}${unit.endsWith('/s') ? 'B/s' : 'B'}`;
  }
  return number(value);
}

const values = row => {
  const known = read.get(row);
  if (known?.text === row.dataset.values) return known.list;
  const list = row.dataset.values.split(',').map(text => text === '' ? null : Number(text));
  read.set(row, { text: row.dataset.values, list });
  return list;
};

const axis = chart => ({ from: Number(chart.dataset.from), to: Number(chart.dataset.to), begin: Number(chart.dataset.begin), step: Number(chart.dataset.step) });

function clock(chart, time) {
  const { from, to } = axis(chart);
  const day = to - from > 72_000_000 ? { day: 'numeric', month: 'short' } : {};
  try {
    return new Intl.DateTimeFormat('en-GB', { ...day, hour: '2-digit', minute: '2-digit', ...(to - from <= 7_200_000 ? { second: '2-digit' } : {}), timeZone: chart.dataset.zone }).format(time);
  } catch {
    return new Date(time).toISOString();
  }
}

// Shows what a chart has at a time: at the point of its own that is nearest.
function show(chart, time) {
  const { from, to, begin, step } = axis(chart);
  const slot = Math.round((time - begin) / step);
  const there = begin + slot * step;
  const place = (there - from) / (to - from);
  const plot = chart.querySelector('.chart-plot');
  const line = chart.querySelector('line.cursor');
  if (!(step > 0) || place < 0 || place > 1) { hide(chart); return; }
  line.setAttribute('x1', place * 1000);
  line.setAttribute('x2', place * 1000);
  chart.dataset.read = place > 0.6 ? 'right' : 'left';
  const when = chart.querySelector('.chart-when');
  when.textContent = clock(chart, there);
  when.style.setProperty('--value', `${place * 100}%`);
  const told = [];
  for (const row of chart.querySelectorAll('tr[data-values]')) {
    const value = values(row)[slot];
    const text = value === undefined || value === null ? '–' : words(value, chart.dataset.unit);
    row.querySelector('td.at').textContent = text;
    told.push(`${row.querySelector('.cut').textContent} ${text === '–' ? 'no data' : text}`);
  }
  plot.setAttribute('aria-valuenow', slot);
  if (document.activeElement === plot) plot.setAttribute('aria-valuetext', `${clock(chart, there)}: ${told.join(', ')}${apart(chart.dataset.unit) ? ` ${chart.dataset.unit}` : ''}`);
}

function hide(chart) {
  if (!chart.dataset.read) return;
  delete chart.dataset.read;
  for (const cell of chart.querySelectorAll('td.at')) cell.textContent = '';
}

const group = name => document.querySelectorAll(`[data-chart="${CSS.escape(name)}"]`);

function set(name, time) {
  if (at && at.group !== name) clear();
  at = { group: name, time };
  for (const chart of group(name)) show(chart, time);
}

function clear() {
  if (!at) return;
  for (const chart of group(at.group)) hide(chart);
  at = null;
}

const plotOf = event => event.target.closest?.('[data-chart] .chart-plot[role=slider]');

function timeAt(plot, x) {
  const box = plot.getBoundingClientRect();
  const { from, to } = axis(plot.closest('[data-chart]'));
  return from + Math.min(1, Math.max(0, (x - box.left) / box.width)) * (to - from);
}

document.addEventListener('pointermove', event => {
  const plot = drag?.plot ?? plotOf(event);
  if (plot) { set(plot.closest('[data-chart]').dataset.chart, timeAt(plot, event.clientX)); mark(event); }
  else if (at && event.pointerType === 'mouse' && !document.activeElement?.matches?.('.chart-plot')) clear();
});

document.addEventListener('pointerdown', event => {
  const plot = plotOf(event);
  if (!plot) { if (event.pointerType !== 'mouse') clear(); return; }
  set(plot.closest('[data-chart]').dataset.chart, timeAt(plot, event.clientX));
  if (event.pointerType === 'mouse' && event.button === 0 && plot.closest('[data-zooms]')) drag = { plot, from: event.clientX };
});

// The stretch that is dragged over.
function mark(event) {
  if (!drag) return;
  const box = drag.plot.getBoundingClientRect();
  const [left, right] = [drag.from, event.clientX].sort((one, other) => one - other).map(x => Math.min(1, Math.max(0, (x - box.left) / box.width)));
  const zoom = drag.plot.querySelector('.chart-zoom');
  zoom.style.setProperty('--value', `${left * 100}%`);
  zoom.style.width = `${(right - left) * 100}%`;
}

document.addEventListener('pointerup', event => {
  if (!drag) return;
  const { plot, from } = drag;
  drag = null;
  plot.querySelector('.chart-zoom').style.width = '0';
  const [begin, end] = [timeAt(plot, from), timeAt(plot, event.clientX)].sort((one, other) => one - other);
  if (Math.abs(event.clientX - from) < 12 || end - begin < 120_000) return;
  const address = new URL(location.href);
  address.searchParams.delete('range');
  address.searchParams.set('from', `${new Date(begin).toISOString().slice(0, 16)}Z`);
  address.searchParams.set('to', `${new Date(end + 59_000).toISOString().slice(0, 16)}Z`);
  if (window.Blazor?.navigateTo) window.Blazor.navigateTo(address.href); else location.href = address.href;
});

document.addEventListener('keydown', event => {
  const plot = event.target.matches?.('.chart-plot[role=slider]') ? event.target : null;
  if (!plot || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === 'Escape') { clear(); return; }
  const chart = plot.closest('[data-chart]');
  const { begin, step } = axis(chart);
  const last = Number(plot.getAttribute('aria-valuemax'));
  const slot = at ? Math.round((at.time - begin) / step) : last;
  const to = { ArrowLeft: slot - 1, ArrowRight: slot + 1, ArrowDown: slot - 1, ArrowUp: slot + 1, PageDown: slot - 10, PageUp: slot + 10, Home: 0, End: last }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  set(chart.dataset.chart, begin + Math.min(last, Math.max(0, to)) * step);
});

document.addEventListener('focusout', event => { if (event.target.matches?.('.chart-plot')) clear(); });

// The line whose row is looked at stands out.
document.addEventListener('pointerover', event => {
  for (const lit of document.querySelectorAll('.chart [data-lit]')) lit.removeAttribute('data-lit');
  const row = event.target.closest?.('tr[data-values]');
  const lines = row?.closest('.chart').querySelectorAll('path[data-line]');
  lines?.[[...row.parentElement.children].indexOf(row)]?.setAttribute('data-lit', '');
});

// New data below a cursor that stays.
let isDue = false;
new MutationObserver(() => {
  if (!at || isDue) return;
  isDue = true;
  requestAnimationFrame(() => { isDue = false; if (at) set(at.group, at.time); });
}).observe(document.body, { subtree: true, attributes: true, attributeFilter: ['data-values', 'data-from'] });
