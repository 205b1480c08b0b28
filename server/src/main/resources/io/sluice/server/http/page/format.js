/** Numbers, durations and instants as people read them, units said. */

const MS = { us: 0.001, ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const NONE = "–";
const COUNT = new Intl.NumberFormat("en-US");
const CLOCK = new Intl.DateTimeFormat("en-GB", {
  hour: "2-digit", minute: "2-digit", second: "2-digit", fractionalSecondDigits: 3,
});
const DAY = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric" });

/** Returns a whole number with its thousands apart. */
export function count(number) {
  return number === null || number === undefined ? NONE : COUNT.format(number);
}

/** Returns how often something happens in a second. */
export function perSecond(number) {
  if (number === null) {
    return NONE;
  }
  return number === 0 || number >= 100 ? COUNT.format(Math.round(number)) : number.toFixed(1);
}

/** Returns a number of milliseconds in the one or two units that fit. */
export function duration(ms) {
  if (ms === null || ms === undefined) {
    return NONE;
  }
  if (ms < 1_000) {
    return `${Math.round(ms)} ms`;
  }
  if (ms < MS.m) {
    return `${shortened(ms / MS.s)} s`;
  }
  const [large, small] = ms < MS.h ? ["m", "s"] : ms < MS.d ? ["h", "m"] : ["d", "h"];
  const names = { d: "d", h: "h", m: "min", s: "s" };
  const whole = Math.floor(ms / MS[large]);
  const rest = Math.floor((ms - whole * MS[large]) / MS[small]);
  return rest === 0 ? `${whole} ${names[large]}` : `${whole} ${names[large]} ${rest} ${names[small]}`;
}

/** Returns the time of day of an instant in Unix microseconds, with the day if that is not today. */
export function instant(us) {
  const date = new Date(us / 1_000);
  const today = DAY.format(date) === DAY.format(new Date());
  return today ? CLOCK.format(date) : `${DAY.format(date)} ${CLOCK.format(date)}`;
}

/** Returns an instant in Unix microseconds as a machine reads it. */
export function iso(us) {
  return new Date(us / 1_000).toISOString();
}

/** Returns bytes in the unit that fits. */
export function bytes(number) {
  const units = ["B", "KiB", "MiB", "GiB", "TiB"];
  let unit = 0;
  let value = number;
  for (; value >= 1_024 && unit < units.length - 1; unit++) {
    value /= 1_024;
  }
  return `${unit === 0 ? COUNT.format(value) : shortened(value)} ${units[unit]}`;
}

/** Returns a rate such as 250/60s in words. */
export function rate(words) {
  const [starts, window] = words.split("/");
  return `${count(Number(starts))} per ${window.replace(/^(\d+)(\D+)$/, "$1 $2").replace(/ m$/, " min")}`;
}

/** Returns the starts that a rate allows in its window. */
export function allowed(words) {
  return Number(words.split("/")[0]);
}

/** Returns in how many milliseconds something starts, as `next` says it. */
export function next(ms) {
  if (ms === 0) {
    return "now";
  }
  return ms < 0 ? "not known" : `in ${duration(ms)}`;
}

function shortened(value) {
  return value < 100 ? String(Math.round(value * 10) / 10) : COUNT.format(Math.round(value));
}
