// The timeline of one finding: a lane for each origin, a mark for each sighting,
// and a line from each sighting to the next, so that A..B..A is a zigzag.

const laneHeight = 34, axisHeight = 24, headHeight = 30, mostLanes = 12;

// short cuts a label; the whole one is in its title.
const short = (text, most) => (text.length > most ? text.slice(0, most - 1) + "…" : text);

// scale places the sightings from left to right: by time, or evenly in their
// order, which shows a burst that is too quick for the axis. at places any
// moment.
function scale(finding, sightings, byTime, left, right) {
  const times = sightings.map((s) => s.at);
  if (finding.trigger !== null) times.push(finding.trigger);
  const low = times.reduce((a, b) => Math.min(a, b)), high = times.reduce((a, b) => Math.max(a, b));
  if (byTime) {
    const pad = high > low ? (high - low) * 0.03 : second / 2;
    const at = (t) => left + ((t - low + pad) / (high - low + 2 * pad)) * (right - left);
    return { at, mark: (i) => at(sightings[i].at), low: low - pad, high: high + pad };
  }
  const mark = (i) => left + ((i + 0.5) / sightings.length) * (right - left);
  const at = (t) => {
    const i = sightings.findIndex((s) => s.at >= t);
    return i < 0 ? right : mark(i);
  };
  return { at, mark, low, high };
}

function axis(x, sightings, byTime, left, right, top, bottom) {
  const group = svg("g", { class: "axis" });
  const label = (place, text) => {
    group.append(
      svg("line", { x1: place, x2: place, y1: top, y2: bottom }),
      svg("text", { x: place, y: bottom + 15, "text-anchor": "middle" }, text),
    );
  };
  if (byTime) {
    const { step, list } = ticks(x.low, x.high, Math.max(2, Math.floor((right - left) / 110)));
    for (const at of list) label(x.at(at), tick(at, step));
    if (left > 100) group.append(svg("text", { class: "zone", x: 8, y: bottom + 15 }, `${date(x.low)} UTC`));
  } else {
    const each = Math.ceil(sightings.length / Math.max(2, Math.floor((right - left) / 50)));
    for (let i = 0; i < sightings.length; i += each) label(x.mark(i), String(i + 1));
    if (left > 100) group.append(svg("text", { class: "zone", x: 8, y: bottom + 15 }, "number of the sighting"));
  }
  return group;
}

// timeline draws for a width in pixels. choose is called with the number of the
// sighting whose mark was clicked.
function timeline(finding, sightings, byTime, width, choose) {
  const gutter = width < 560 ? 34 : 190;
  const left = gutter, right = width - 12;
  const shownLanes = Math.min(finding.lanes.length, mostLanes);
  const folded = finding.lanes.length - shownLanes;
  const laneOf = (s) => Math.min(s.lane, shownLanes - 1);
  const top = headHeight, bottom = top + shownLanes * laneHeight;
  const y = (lane) => top + (lane + 0.5) * laneHeight;
  const x = scale(finding, sightings, byTime, left, right);
  const inside = (place) => Math.min(Math.max(place, left), right);

  const root = svg("svg", {
    class: "timeline", viewBox: `0 0 ${width} ${bottom + axisHeight}`, role: "img",
    "aria-label": `Timeline: ${several(sightings.length, "sighting")} from ${several(finding.lanes.length, "origin")}, in the order ${sequence(sightings, 12)}`,
  });

  if (finding.trigger !== null) {
    const from = inside(x.at(finding.trigger)), to = finding.end === null ? right : inside(x.at(finding.end));
    root.append(svg("rect", { class: "hot", x: from, y: top, width: Math.max(to - from, 2), height: bottom - top },
      svg("title", null, `hot from ${iso(finding.trigger)} to ${finding.end === null ? "the end" : iso(finding.end)}`)));
  }
  root.append(axis(x, sightings, byTime, left, right, top, bottom));

  for (let lane = 0; lane < shownLanes; lane++) {
    const last = folded > 0 && lane === shownLanes - 1;
    const name = last ? `${several(folded + 1, "more origin")}` : finding.lanes[lane] || "no origin";
    root.append(
      svg("line", { class: "rail", x1: left, x2: right, y1: y(lane), y2: y(lane) }),
      svg("text", { class: `name ${laneClass(lane)}`, x: 8, y: y(lane) + 4 }, last ? "+" : letter(lane)),
    );
    if (gutter > 100) {
      root.append(svg("svg", { x: 32, y: y(lane) - 12, width: gutter - 42, height: 24 }, // cuts what is too wide
        svg("text", { class: "origin", x: 0, y: 16 }, short(name, 22), svg("title", null, name))));
    }
  }
  if (byTime && finding.window) {
    sightings.forEach((s, i) => {
      const from = x.mark(i), to = inside(x.at(s.at + finding.window));
      root.append(svg("rect", { class: `window ${laneClass(laneOf(s))}`, x: from, y: y(laneOf(s)) - 7, width: Math.max(to - from, 0), height: 14 }));
    });
  }
  root.append(svg("polyline", { class: "path", points: sightings.map((s, i) => `${x.mark(i).toFixed(1)},${y(laneOf(s))}`).join(" ") }));
  if (finding.trigger !== null) {
    const place = x.at(finding.trigger);
    root.append(
      svg("line", { class: "trigger", x1: place, x2: place, y1: top - 8, y2: bottom }),
      svg("text", { class: "trigger", x: place, y: top - 13, "text-anchor": place > (left + right) / 2 ? "end" : "start" }, `trigger ${clock(finding.trigger)}`),
    );
  }
  sightings.forEach((s, i) => {
    root.append(svg("circle", { class: `mark ${laneClass(laneOf(s))}`, cx: x.mark(i), cy: y(laneOf(s)), r: 5.5, "data-sighting": i, click: () => choose(i) },
      svg("title", null, `${letter(s.lane)} ${finding.lanes[s.lane]} at ${iso(s.at)}`)));
  });
  return root;
}

// sequence is the way between the origins: A → B → A, runs taken together.
function sequence(sightings, most) {
  const way = [];
  for (const s of sightings) {
    const name = letter(s.lane);
    if (way.at(-1) === name) continue;
    if (way.length === most) {
      way.push("…");
      break;
    }
    way.push(name);
  }
  return way.join(" → ");
}

// strip is the small timeline of the list.
function strip(finding) {
  const lanes = Math.min(finding.lanes.length, 5);
  const height = lanes * 6;
  const place = ([x, lane]) => [3 + (x / 100) * 194, 3 + Math.min(lane, lanes - 1) * 6];
  const root = svg("svg", { class: "strip", viewBox: `0 0 200 ${height}`, preserveAspectRatio: "xMinYMid", "aria-hidden": "true" });
  root.append(svg("polyline", { class: "path", points: finding.strip.map((m) => place(m).join(",")).join(" ") }));
  for (const m of finding.strip) {
    const [cx, cy] = place(m);
    root.append(svg("circle", { class: `mark ${laneClass(Math.min(m[1], lanes - 1))}`, cx, cy, r: 2.4 }));
  }
  return root;
}
