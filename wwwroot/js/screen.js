// How wide a chart that stands alone is drawn: no more points are asked for than it has pixels.
export const plotWidth = () => Math.floor((document.querySelector('main')?.clientWidth ?? 0) - 120);
