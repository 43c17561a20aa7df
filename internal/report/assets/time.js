// Times are whole microseconds since 1970 UTC.

const second = 1e6, minute = 60 * second, hour = 60 * minute, dayLong = 24 * hour;

// iso writes a moment as 2026-01-15 09:35:20.5; a moment that never comes is –.
function iso(at) {
  if (at === null) return "–";
  const whole = Math.floor(at / second);
  const fraction = at - whole * second;
  const text = new Date(whole * 1000).toISOString().replace(/\.\d+Z$/, "").replace("T", " ");
  return fraction ? text + "." + String(fraction).padStart(6, "0").replace(/0+$/, "") : text;
}

const clock = (at) => iso(at).replace(/^\S+ /, "");

const date = (at) => iso(at).replace(/ .*$/, "");

// span writes a distance with its two largest units: 1 h 5 m.
function span(distance) {
  if (distance < 1000) return `${distance} µs`;
  if (distance < second) return `${Math.round(distance / 1000)} ms`;
  if (distance < minute) return `${Number((distance / second).toFixed(distance < 10 * second ? 2 : 1))} s`;
  let rest = Math.round(distance / second);
  const parts = [];
  for (const [unit, seconds] of [["d", 86_400], ["h", 3600], ["m", 60], ["s", 1]]) {
    const n = Math.floor(rest / seconds);
    rest -= n * seconds;
    if (n) parts.push(`${n} ${unit}`);
    else if (parts.length) break;
    if (parts.length === 2) break;
  }
  return parts.join(" ");
}

const steps = [
  1, 2, 5, 10, 20, 50, 100, 200, 500, 1e3, 2e3, 5e3, 1e4, 2e4, 5e4, 1e5, 2e5, 5e5,
  ...[1, 2, 5, 10, 15, 30].map((n) => n * second),
  ...[1, 2, 5, 10, 15, 30].map((n) => n * minute),
  ...[1, 2, 3, 6, 12].map((n) => n * hour),
  ...[1, 2, 7, 14, 30, 90, 365, 1000, 3650, 36500, 365000].map((n) => n * dayLong),
];

// ticks are round moments from low to high, at most a number of them.
function ticks(low, high, most) {
  const step = steps.find((s) => (high - low) / s <= most) ?? steps.at(-1);
  const list = [];
  for (let at = Math.ceil(low / step) * step; at <= high && list.length <= most; at += step) list.push(at);
  return { step, list };
}

// tick is a moment as short as the step allows.
function tick(at, step) {
  if (step >= dayLong) return date(at);
  const text = clock(at);
  return step >= minute ? text.slice(0, 5) : text;
}
