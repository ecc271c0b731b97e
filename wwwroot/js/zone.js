// The person's own time zone, for pages that plan ahead.
export const name = () => Intl.DateTimeFormat().resolvedOptions().timeZone ?? '';
