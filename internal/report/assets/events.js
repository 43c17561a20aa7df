// The events behind a finding, as a table whose rows open.

const mostRows = 200;

// join puts together what there is of several values.
const join = (separator, ...values) => values.filter(Boolean).join(separator);

const client = (s) => join(" · ", s.os, s.browser);

const town = (s) => join(", ", s.city, s.country);

// columns of the table, each with what stands large and what small. Those
// without any value are left out.
const columns = [
  ["Source", (s) => s.src, () => ""],
  ["Client", client, (s) => s.agent],
  ["Place", town, (s) => s.asn],
  ["App", (s) => s.app, (s) => s.action],
];

// indent breaks an event in JSON into lines. Nothing but blanks is added, and
// what is no JSON comes out somehow, but whole.
function indent(text) {
  if (!/^\s*[[{]/.test(text)) return text;
  let out = "", depth = 0, quoted = false;
  const line = () => "\n" + "  ".repeat(Math.min(Math.max(depth, 0), 40));
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    if (quoted) {
      out += c;
      if (c === "\\" && i + 1 < text.length) out += text[++i];
      else if (c === '"') quoted = false;
    } else if (c === '"') {
      quoted = true;
      out += c;
    } else if (c === "{" || c === "[") {
      const close = c === "{" ? "}" : "]";
      const rest = text.slice(i + 1, i + 40).match(/^\s*(.)/s);
      if (rest && rest[1] === close) {
        out += c + close;
        i += rest[0].length;
      } else {
        depth++;
        out += c + line();
      }
    } else if (c === "}" || c === "]") {
      depth--;
      out += line() + c;
    } else if (c === ",") out += c + line();
    else if (c === ":") out += ": ";
    else if (!/\s/.test(c)) out += c;
  }
  return out;
}

// events makes the table. open(i) opens and shows the row of a sighting.
function events(sightings) {
  const shown = columns.filter(([, large, small]) => sightings.some((s) => large(s) || small(s)));
  const body = h("tbody");
  const rows = [];

  const add = (s, i) => {
    let raw = null;
    const toggle = h("button", {
      type: "button", class: "toggle", "aria-expanded": "false", "aria-label": `Event ${i + 1}`, click: () => turn(raw === null || raw.hidden),
    }, "+");
    const row = h("tr", { "data-event": i },
      h("td", null, s.raw ? toggle : null),
      h("td", { class: "time" }, iso(s.at), i > 0 ? h("small", null, `+${span(s.at - sightings[i - 1].at)}`) : null),
      h("td", null, h("span", { class: `tag ${laneClass(s.lane)}` }, letter(s.lane))),
      shown.map(([, large, small]) => h("td", null, value(large(s) || "–"), small(s) ? h("small", { class: "clamp", title: small(s) }, value(small(s))) : null)),
      h("td", { class: "file" }, s.file ? value(s.line ? `${s.file}:${s.line}` : s.file) : "–"));
    const turn = (open) => {
      if (!s.raw) return;
      if (raw === null) {
        raw = h("tr", { class: "raw" }, h("td", { colspan: shown.length + 4 }, h("pre", { tabindex: "0", "aria-label": `Event ${i + 1}` }, indent(s.raw))));
        row.after(raw);
      }
      raw.hidden = !open;
      toggle.setAttribute("aria-expanded", String(open));
      toggle.textContent = open ? "−" : "+";
    };
    body.append(row);
    rows.push({ row, toggle, turn });
  };
  const fill = (most) => sightings.slice(rows.length, most).forEach((s) => add(s, rows.length));
  fill(mostRows);

  const open = (i) => {
    fill(i + 1);
    rows[i].turn(true);
    rows[i].row.scrollIntoView({ block: "center" });
    rows[i].toggle.focus({ preventScroll: true });
  };
  const all = h("button", { type: "button", click: () => {
    const opening = rows.some((r) => r.toggle.getAttribute("aria-expanded") === "false");
    rows.forEach((r) => r.turn(opening));
    all.textContent = opening ? "Close all" : "Open all";
  } }, "Open all");
  const more = sightings.length > rows.length
    ? h("button", { type: "button", click: () => { fill(sightings.length); more.remove(); } }, `Show all ${number(sightings.length)}`)
    : null;
  const table = h("table", null,
    h("thead", null, h("tr", null,
      h("th", { scope: "col" }, h("span", { class: "sr" }, "Open")), h("th", { scope: "col" }, "Time (UTC)"), h("th", { scope: "col" }, "Origin"),
      shown.map(([title]) => h("th", { scope: "col" }, title)), h("th", { scope: "col" }, "File"))),
    body);
  const view = h("div", null, h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Events" }, table), h("p", { class: "buttons" }, sightings.length ? all : null, more));
  return { view, open, row: (i) => rows[i]?.row };
}
