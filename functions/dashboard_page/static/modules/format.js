// Numbers and times as people read them.

const money = new Intl.NumberFormat("en-US", { style: "currency", currency: "USD" });
const roundMoney = new Intl.NumberFormat("en-US", { style: "currency", currency: "USD", maximumFractionDigits: 0 });
const LENGTHS = { ms: { milliseconds: 1, long: 600_000 }, minutes: { milliseconds: 60_000, long: 120 } };
const BINARY = ["KiB", "MiB", "GiB", "TiB"];
const HUGE = 1e15; // from which on nobody counts digits
const MOST_DIGITS = 13;
const number = (digits) => new Intl.NumberFormat("en-US", { maximumFractionDigits: digits });
const exactMoney = (digits) =>
  new Intl.NumberFormat("en-US", { style: "currency", currency: "USD", maximumFractionDigits: digits });
const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });
const dayAndClock = new Intl.DateTimeFormat(undefined, {
  weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit",
});

const clockWithZone = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit", timeZoneName: "short" });

export const UNKNOWN = "not known";

/** A number as it is written, so that it is rounded as the database and the mails round it: 2.675 is 2.68. */
const exact = (value) => String(value);

export function dollars(value, digits = 2) {
  return Math.abs(value) < HUGE ? (digits > 2 ? exactMoney(digits) : money).format(exact(value)) : `$${Number(value).toExponential(2)}`;
}

/** Dollars without cents, for limits and forecasts. */
export function roundDollars(value) {
  return roundMoney.format(value);
}

/** A value with its unit, long times in hours and days unless more digits are asked for; what is not known says so. */
export function quantity(value, unit = "", digits = 2) {
  if (value === null || value === undefined) return UNKNOWN;
  if (unit === "USD") return dollars(value, digits);
  const length = LENGTHS[unit];
  if (digits === 2 && length && value >= length.long && value < HUGE) return duration(value * length.milliseconds);
  if (unit === "ms" && value >= 10_000) return `${number(digits).format(value / 1000)} s`;
  if (unit === "bytes" && Math.abs(value) >= 1024) return inBinary(value, digits);
  const written = Math.abs(value) < HUGE ? number(digits).format(exact(value)) : value.toExponential(2);
  return `${written}${unit && unit !== "%" ? ` ${one(value, unit)}` : unit}`;
}

/** Both with as many digits as it takes to tell them apart: no value reads as the limit that it is beyond. */
export function toldApart(value, other, unit) {
  for (let digits = 2; digits < MOST_DIGITS; digits += 1) {
    const texts = [quantity(value, unit, digits), quantity(other, unit, digits)];
    if (value === other || texts[0] !== texts[1]) return texts;
  }
  return [quantity(value, unit), quantity(other, unit)];
}

function inBinary(value, digits) {
  const power = Math.min(BINARY.length, Math.floor(Math.log2(Math.abs(value)) / 10));
  return `${number(digits).format(value / 1024 ** power)} ${BINARY[power - 1]}`;
}

/** A plural as it goes with `value`: 1 delivery, 2 deliveries. */
function one(value, unit) {
  if (Math.abs(value) !== 1 || ["ms", "s", "min", "USD"].includes(unit)) return unit;
  return unit.replace(/ies$/, "y").replace(/s$/, "");
}

/** A length of time in its largest unit, or two of them: "14 min", "3 h 20 min". */
export function duration(milliseconds) {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return minutes % 60 ? `${hours} h ${minutes % 60} min` : `${hours} h`;
  const days = Math.floor(hours / 24);
  return hours % 24 ? `${days} d ${hours % 24} h` : `${days} d`;
}

/** The time of day, with the date if it was not today. */
export function moment(iso) {
  const at = new Date(iso);
  const today = at.toDateString() === new Date().toDateString();
  return (today ? clock : dayAndClock).format(at);
}

/** The same, and by which clock. */
export function momentWithZone(iso) {
  const zone = clockWithZone.formatToParts(new Date(iso)).find((part) => part.type === "timeZoneName");
  return `${moment(iso)} ${zone?.value ?? ""}`.trim();
}

/** "Europe/Berlin (GMT+1)": the clock by which this page tells times. */
export function zoneName() {
  const { timeZone } = clock.resolvedOptions();
  return `${timeZone} (${clockWithZone.formatToParts(new Date()).find((part) => part.type === "timeZoneName")?.value ?? "local"})`;
}

const COMPLETE = 90;
const ENOUGH_SECONDS = 600;

/** Uptime with the time that it speaks of: "100.0 %", "100.0 % of 20 min", or "?" for the first minutes. */
export function uptimeOf({ uptime, uptimeCoverage, observedSeconds }) {
  if (uptime === null || observedSeconds < ENOUGH_SECONDS) return "?";
  return uptimeCoverage >= COMPLETE ? `${uptime} %` : `${uptime} % of ${duration(observedSeconds * 1000)}`;
}

export function plural(count, one, many = `${one}s`) {
  return `${count} ${count === 1 ? one : many}`;
}

export function capital(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
