// Numbers and times as people read them.

const money = new Intl.NumberFormat("en-US", { style: "currency", currency: "USD" });
const roundMoney = new Intl.NumberFormat("en-US", { style: "currency", currency: "USD", maximumFractionDigits: 0 });
const HUGE = 1e15; // from which on nobody counts digits
const number = new Intl.NumberFormat("en-US", { maximumFractionDigits: 2 });
const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });
const dayAndClock = new Intl.DateTimeFormat(undefined, {
  weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit",
});

const clockWithZone = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit", timeZoneName: "short" });

export const UNKNOWN = "not known";

/** A number as it is written, so that it is rounded as the database and the mails round it: 2.675 is 2.68. */
const exact = (value) => String(value);

export function dollars(value) {
  return Math.abs(value) < HUGE ? money.format(exact(value)) : `$${Number(value).toExponential(2)}`;
}

/** Dollars without cents, for limits and forecasts. */
export function roundDollars(value) {
  return roundMoney.format(value);
}

/** A value with its unit; what is not known says so. */
export function quantity(value, unit = "") {
  if (value === null || value === undefined) return UNKNOWN;
  if (unit === "USD") return dollars(value);
  if (unit === "ms" && value >= 10_000) return `${number.format(value / 1000)} s`;
  const written = Math.abs(value) < HUGE ? number.format(exact(value)) : value.toExponential(2);
  return `${written}${unit && unit !== "%" ? ` ${one(value, unit)}` : unit}`;
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
