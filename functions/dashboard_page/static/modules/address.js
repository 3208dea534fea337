// The address holds what is shown, so that it can be reloaded, sent on and gone back from: #range=7d&service=stripe&alert=… or &page=insights
// It stands behind the #, so that no server and no log ever sees it; a token never does.

const RANGES = ["24h", "7d", "30d"];

/** {range, service, alert, page} of the address; what is not named is null. */
export function address() {
  const found = new URLSearchParams(location.hash.slice(1));
  const range = found.get("range");
  return { range: RANGES.includes(range) ? range : "24h", service: found.get("service"), alert: found.get("alert"), page: found.get("page") };
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
