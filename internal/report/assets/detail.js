// All about the chosen finding.

// behind reads what is behind a finding: null if the file is still loading.
async function behind(finding) {
  const block = await unpack("f" + finding.index);
  if (!block) return null;
  const text = (place) => block.strings[place];
  return block.sightings.map((s) => ({
    at: s[0], lane: s[1], src: text(s[2]), agent: text(s[3]), os: text(s[4]), browser: text(s[5]), city: text(s[6]),
    country: text(s[7]), asn: text(s[8]), app: text(s[9]), action: text(s[10]), file: text(s[11]), line: s[12], raw: text(s[13]),
  }));
}

const list = (pairs) => h("dl", { class: "facts" }, pairs.map(([name, what]) => h("div", null, h("dt", null, name), h("dd", null, what))));

function section(title, ...children) {
  return h("section", null, h("h3", null, title), children);
}

// drawing is the timeline with its choice of axis; it is drawn anew when its
// width changes.
function drawing(finding, sightings, table) {
  if (!sightings.length) return h("p", { class: "none" }, "no sightings were kept");
  let byTime = true, width = 0;
  const place = h("div", { class: "drawing" });
  const draw = () => place.replaceChildren(timeline(finding, sightings, byTime, width, table.open));
  place.addEventListener("pointerover", (event) => light(event.target, true));
  place.addEventListener("pointerout", (event) => light(event.target, false));
  const light = (mark, on) => table.row(mark.dataset?.sighting)?.classList.toggle("lit", on);
  new ResizeObserver(([entry]) => {
    const now = Math.floor(entry.contentRect.width);
    if (now > 0 && now !== width && !matchMedia("print").matches) {
      width = now;
      draw();
    }
  }).observe(place);
  const choice = (title, time) => h("button", { type: "button", "aria-pressed": String(byTime === time), click: (event) => {
    byTime = time;
    for (const button of event.target.parentNode.children) button.setAttribute("aria-pressed", String(button === event.target));
    draw();
  } }, title);
  const ends = finding.end === null ? "the end of the log" : finding.end > sightings.at(-1).at ? iso(finding.end) : null;
  return h("figure", null,
    h("div", { class: "bar-top" },
      h("p", { class: "way" }, sequence(sightings, 14)),
      h("span", { class: "choice", role: "group", "aria-label": "Axis" }, choice("by time", true), choice("in order", false))),
    place,
    h("figcaption", null,
      h("span", null, h("i", { class: "key hot" }), "hot: the condition holds", ends ? `, until ${ends}` : null),
      finding.window ? h("span", null, h("i", { class: "key window" }), `counts for ${span(finding.window)} after a sighting`) : null,
      finding.leftOut ? h("span", null, `${several(finding.leftOut, "sighting")} further from the trigger not kept`) : null));
}

// origins sets beside each other what was seen from each of them.
function origins(finding, sightings) {
  const none = () => "";
  const shown = [["Sources", (s) => s.src, none], ["Client", client, none], ["Place", town, (s) => s.asn], ["App", (s) => s.app, none]]
    .filter(([, large, small], i) => sightings.some((s) => (i > 0 ? large(s) || small(s) : s.src && s.src !== finding.lanes[s.lane])));
  const rows = finding.lanes.map((origin, lane) => {
    const seen = sightings.filter((s) => s.lane === lane);
    const values = (of) => [...new Set(seen.map(of).filter(Boolean))];
    return h("tr", null,
      h("th", { scope: "row" }, h("span", { class: "pair" }, h("span", { class: `tag ${laneClass(lane)}` }, letter(lane)), value(origin || "no origin"))),
      h("td", { class: "num" }, number(seen.length)),
      h("td", { class: "time" }, seen.length ? [iso(seen[0].at), seen.length > 1 ? h("small", null, `to ${date(seen[0].at) === date(seen.at(-1).at) ? clock(seen.at(-1).at) : iso(seen.at(-1).at)}`) : null] : "–"),
      shown.map(([, large, small]) => h("td", null,
        values(large).length ? values(large).map((v) => h("span", { class: "line" }, value(v))) : "–",
        values(small).map((v) => h("small", null, value(v))))));
  });
  return h("div", { class: "scroll" }, h("table", null,
    h("thead", null, h("tr", null, h("th", { scope: "col" }, "Origin"), h("th", { scope: "col", class: "num" }, "Seen"), h("th", { scope: "col" }, "From, to (UTC)"), shown.map(([title]) => h("th", { scope: "col" }, title)))),
    h("tbody", null, rows)));
}

// step is a reason with its points apart.
function step(reason) {
  const parts = reason.match(/^([+-]\d+) (.*)$/s) ?? reason.match(/^base score (\d+)()$/);
  if (!parts) return h("li", null, h("span", { class: "points" }), h("span", null, reason));
  const sign = parts[1].startsWith("+") ? "up" : parts[1].startsWith("-") ? "down" : "";
  return h("li", null, h("span", { class: `points ${sign}` }, parts[1].replace("-", "−")), h("span", null, parts[2] || "base score of the source"));
}

function detail(finding, sightings) {
  const head = h("header", null,
    h("div", { class: `score ${level(finding.score)}` }, String(finding.score), h("small", null, "score")),
    h("div", null,
      h("h2", null, value(who(finding))),
      h("p", null, value(finding.title || finding.profile || "no profile")),
      h("p", { class: "badges" },
        finding.interleaved ? h("span", { class: "badge strong" }, "interleaved: two holders at once") : null,
        finding.ongoing ? h("span", { class: "badge strong" }, "ongoing") : null,
        h("span", { class: "badge id" }, finding.id))));
  if (sightings === null) return [head, h("p", { class: "none" }, "What is behind this finding is still loading.")];
  const table = events(sightings);
  const gap = parseFloat(finding.gap);
  return [
    head,
    section("Timeline", drawing(finding, sightings, table)),
    h("div", { class: "two" },
      section("Score", h("ul", { class: "steps" }, finding.reasons.map(step), h("li", { class: "total" }, h("span", { class: "points" }, String(finding.score)), h("span", null, "score")))),
      section("Evidence", list([
        ...finding.key.map(([column, what]) => [column, value(what)]),
        ["trigger", iso(finding.trigger)], ["seen from", iso(finding.first)], ["seen to", iso(finding.last)],
        ["hot until", finding.end === null ? "the end of the log" : iso(finding.end)],
        ["events", number(finding.count)], ["switches", number(finding.switches)],
        ["closest gap", Number.isFinite(gap) ? span(Math.round(gap * second)) : finding.gap || "–"],
        ["interleaved", finding.interleaved ? "yes" : "no"],
      ]))),
    section("Origins side by side", origins(finding, sightings)),
    section(`Events (${number(sightings.length)}${finding.leftOut ? ` of ${number(sightings.length + finding.leftOut)}` : ""})`, table.view),
    finding.attributes.length
      ? h("details", null, h("summary", null, "All values of the finding"), list(finding.attributes.map(([name, values]) => [name, values.map((v) => h("span", { class: "line" }, value(v)))])))
      : null,
  ];
}
