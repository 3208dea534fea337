// Series of points in time that have holes: a hole is drawn as one, never bridged.

const [LATE, AT_ONCE] = [2.5, 1.5]; // steps from one point to the next that belong together
const LONG_SECONDS = 1800; // a step in which several checks must have fallen, so that an empty one is a hole

/** How many steps apart two points may lie without a hole between them: a check may be late, an absent long step is none. */
export function reach(stepSeconds) {
  return stepSeconds >= LONG_SECONDS ? AT_ONCE : LATE;
}

/** Cuts points into runs without a hole; a point without a response time is a hole. */
export function segments(points, stepSeconds) {
  const runs = [];
  let previous = null;
  for (const point of points) {
    if (point.responseTime === null) {
      previous = null;
      continue;
    }
    if (previous && !apart(previous, point, stepSeconds)) runs.at(-1).push(point);
    else runs.push([point]);
    previous = point;
  }
  return runs;
}

/** Points as uPlot's columns [seconds, responseTime, errorRate], with an empty point in each hole. */
export function columns(points, stepSeconds) {
  const [times, responses, errors] = [[], [], []];
  let previous = null;
  for (const point of points) {
    const at = Date.parse(point.t) / 1000;
    if (previous && apart(previous, point, stepSeconds)) {
      times.push(at - stepSeconds);
      responses.push(null);
      errors.push(null);
    }
    times.push(at);
    responses.push(point.responseTime);
    errors.push(point.errorRate);
    previous = point;
  }
  return [times, responses, errors];
}

/** Cuts points into stretches of one status: {status, from, to} in ms. */
export function stretches(points, stepSeconds) {
  const found = [];
  for (const point of points) {
    const from = Date.parse(point.t);
    const last = found.at(-1);
    const touching = last && from - last.to <= stepSeconds * 1000 * (reach(stepSeconds) - 1);
    if (touching) last.to = from;
    if (touching && last.status === point.status) last.to = from + stepSeconds * 1000;
    else found.push({ status: point.status, from, to: from + stepSeconds * 1000 });
  }
  return found;
}

function apart(one, other, stepSeconds) {
  return Date.parse(other.t) - Date.parse(one.t) > stepSeconds * 1000 * reach(stepSeconds);
}
