// Columns of GET /series as uPlot wants them: one row of moments, holes as holes, and tables for other programs.

import { reach } from "./series.js";

/** {times, rows}: `rows` are columns by the names in `names`, with an empty row in each hole. */
export function withHoles(series, stepSeconds, names) {
  const times = [];
  const rows = Object.fromEntries(names.map((name) => [name, []]));
  series.t.forEach((at, index) => {
    if (times.length && at - times.at(-1) > reach(stepSeconds) * stepSeconds) put(times.at(-1) + stepSeconds, null);
    put(at, index);
  });
  return { times, rows };

  function put(at, index) {
    times.push(at);
    for (const name of names) rows[name].push(index === null ? null : series[name][index]);
  }
}

/** The medians of several parts over the moments of all of them. */
export function aligned(parts, stepSeconds) {
  const moments = new Set(parts.flatMap(({ t }) => t));
  for (const { t } of parts) t.forEach((at, index) => { if (index && at - t[index - 1] > reach(stepSeconds) * stepSeconds) moments.add(t[index - 1] + stepSeconds); });
  const times = [...moments].sort((one, other) => one - other);
  return { times, rows: parts.map((part) => {
    const values = new Map(part.t.map((at, index) => [at, part.median[index]]));
    return times.map((at) => values.get(at) ?? null);
  }) };
}

/** The week before, at the moments of this one. */
export function shifted(before, times, stepSeconds, seconds) {
  const values = new Map(before.t.map((at, index) => [Math.round((at + seconds) / stepSeconds), before.median[index]]));
  return times.map((at) => values.get(Math.round(at / stepSeconds)) ?? null);
}

/** All of an answer as CSV (RFC 4180). */
export function asCsv({ series, unit, stepSeconds }) {
  const names = ["samples", "low", "median", "p95", "high"];
  const lines = series.flatMap((part) => part.t.map((at, index) =>
    [new Date(at * 1000).toISOString(), quoted(part.part), ...names.map((name) => part[name][index] ?? ""), quoted(unit), stepSeconds].join(",")));
  return [["at", "part", ...names, "unit", "step_seconds"].join(","), ...lines, ""].join("\r\n");
}

/** A name that a spreadsheet takes for a text, and never for a formula. */
function quoted(text) {
  return `"${(/^[=+\-@\t\r]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
}
