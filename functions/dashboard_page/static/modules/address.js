// The address holds what is shown, so that it can be reloaded, sent on and gone back from: #range=7d&service=stripe&alert=… or &page=insights
// A dashboard adds its own: #board=costs&span=90d&compare=week, and from and to (Unix seconds) once it is zoomed.
// It stands behind the #, so that no server and no log ever sees it; a token never does.

const RANGES = ["24h", "7d", "30d"];
const SPANS = [...RANGES, "90d"];

/** What the address says; what it does not name, or names wrongly, is null (the range: 24h). */
export function address() {
  const found = new URLSearchParams(location.hash.slice(1));
  const one = (name, known) => (known.includes(found.get(name)) ? found.get(name) : null);
  const [from, to] = ["from", "to"].map((name) => Number(found.get(name)));
  const isZoomed = Number.isSafeInteger(from) && Number.isSafeInteger(to) && 0 < from && from < to && to < 1e11;
  return {
    range: one("range", RANGES) ?? RANGES[0],
    service: found.get("service"),
    alert: found.get("alert"),
    page: found.get("page"),
    board: found.get("board"),
    span: one("span", SPANS),
    from: isZoomed ? from : null,
    to: isZoomed ? to : null,
    compare: one("compare", ["week"]),
  };
}

/** The address with these changes, to link to; null leaves out. */
export function linkTo(changes) {
  const wanted = { ...address(), ...changes };
  const named = Object.entries(wanted).filter(([name, value]) => value && !(name === "range" && value === RANGES[0]));
  return `#${new URLSearchParams(named)}`;
}

/** Changes the address without a step of history. */
export function remember(changes) {
  history.replaceState(null, "", linkTo(changes));
}

/** Calls `follow` whenever somebody goes to another state; a link within the page (#alerts) is none. */
export function onAddress(follow) {
  addEventListener("hashchange", () => {
    if (!location.hash || location.hash === "#" || location.hash.includes("=")) follow();
  });
}
