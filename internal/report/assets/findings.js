// The page of findings: filters, the list, and the chosen one.

const findings = data("data");
findings.forEach((finding, index) => { finding.index = index; });

const who = (finding) => finding.user || finding.key.map((part) => part[1]).join(" ") || finding.id;

// text is all that the text filter looks at; it is made at the first search.
function textOf(f) {
  f.text ??= [f.id, f.profile, f.title, f.user, f.key, f.lanes, f.reasons, f.attributes].flat(Infinity).join("\n").toLowerCase();
  return f.text;
}

const keys = {
  score: (f) => f.score, trigger: (f) => f.trigger, user: (f) => who(f).toLowerCase(), profile: (f) => f.profile,
  origins: (f) => f.lanes.length, count: (f) => f.count, switches: (f) => f.switches, gap: (f) => parseFloat(f.gap),
};

// descending is the direction in which a key is of most interest.
const upward = new Set(["trigger", "user", "profile", "gap"]);
let descending = true, chosen = null;

const pager = new Pager(findings, "finding", (rows) => {
  $("list").replaceChildren(...rows.map(option));
  if (!rows.length) $("list").append(h("p", { class: "none" }, "No finding passes the filters."));
  mark();
});

function option(f) {
  const gap = parseFloat(f.gap);
  return h("div", { role: "option", id: `o${f.index}`, class: "option", "aria-selected": "false", click: () => choose(f) },
    h("span", { class: `score ${level(f.score)}` }, String(f.score), h("span", { class: "sr" }, " score, ")),
    h("span", { class: "who" }, value(who(f))),
    h("span", { class: "when" }, iso(f.trigger).slice(0, 19)),
    h("span", { class: "what" }, value(f.profile || "no profile"), ` · ${several(f.lanes.length, "origin")} · ${several(f.count, "event")}`,
      Number.isFinite(gap) ? [" · ", h("span", { class: "whole" }, `gap ${span(Math.round(gap * second))}`)] : null,
      f.interleaved ? [" ", h("span", { class: "badge strong" }, "interleaved")] : null,
      f.ongoing ? [" ", h("span", { class: "badge" }, "ongoing")] : null),
    strip(f));
}

// mark shows which row of the page is the chosen one.
function mark() {
  for (const row of $("list").querySelectorAll("[aria-selected=true]")) row.setAttribute("aria-selected", "false");
  const row = chosen && $(`o${chosen.index}`);
  if (row) {
    row.setAttribute("aria-selected", "true");
    $("list").setAttribute("aria-activedescendant", row.id);
  } else $("list").removeAttribute("aria-activedescendant");
  return row;
}

async function choose(f) {
  chosen = f;
  mark()?.scrollIntoView({ block: "nearest" });
  history.replaceState(null, "", "#" + encodeURIComponent(f.id));
  const sightings = await behind(f);
  const shown = $("detail").dataset;
  if (chosen !== f || shown.finding === String(f.index)) return; // another was chosen meanwhile, or it is there
  $("detail").replaceChildren(...detail(f, sightings).filter(Boolean));
  shown.finding = sightings ? f.index : "";
  if ($("detail").getBoundingClientRect().top < 0) $("detail").scrollIntoView({ block: "start" });
}

function refresh() {
  const accepts = matcher($("q").value);
  const source = $("source").value, everySource = $("source").selectedIndex === 0;
  const least = parseInt($("least").value, 10) || 0;
  const from = day("from", 0), to = day("to", 1);
  const interleaved = $("interleaved").checked;
  const accept = (f) =>
    (everySource || f.profile === source) && f.score >= least && (!interleaved || f.interleaved) &&
    (from === null || (f.last ?? f.trigger) >= from) && (to === null || (f.first ?? f.trigger) < to) && accepts(textOf(f));
  $("direction").textContent = descending ? "descending" : "ascending";
  pager.show(accept, keys[$("sort").value], descending);
}

watch(["q", "source", "least", "from", "to", "interleaved"], refresh);
$("sort").addEventListener("input", () => {
  descending = !upward.has($("sort").value);
  refresh();
});
$("direction").addEventListener("click", () => {
  descending = !descending;
  refresh();
});
for (const button of document.querySelectorAll("[data-text]")) {
  button.addEventListener("click", () => { $("q").value = button.dataset.text; refresh(); });
}
for (const button of document.querySelectorAll("[data-least]")) {
  button.addEventListener("click", () => { $("least").value = button.dataset.least; refresh(); });
}

// Arrow keys choose, also over the edge of a page.
$("list").addEventListener("keydown", (event) => {
  const at = pager.rows.indexOf(chosen);
  const go = {
    ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: pager.rows.length - 1,
    PageDown: (pager.page + 1) * pageSize, PageUp: (pager.page - 1) * pageSize,
  }[event.key];
  if (event.key === "Enter") $("detail").focus();
  if (go === undefined || !pager.rows.length) return;
  event.preventDefault();
  const next = Math.min(Math.max(go, 0), pager.rows.length - 1);
  if (Math.floor(next / pageSize) !== pager.page) pager.turn(Math.floor(next / pageSize));
  choose(pager.rows[next]);
});
document.addEventListener("keydown", (event) => {
  if (event.key === "/" && !event.target.closest("input, select")) {
    event.preventDefault();
    $("q").focus();
  }
});

reveal();
refresh();
performance.mark("list");

// The address may name a finding; else the first one is shown.
let named = "";
try {
  named = decodeURIComponent(location.hash.slice(1));
} catch {
  // An address that is not well formed names none.
}
const first = findings.find((f) => f.id === named) ?? pager.rows[0];
if (first) {
  pager.turn(Math.floor(pager.rows.indexOf(first) / pageSize));
  choose(first);
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", () => choose(chosen));
}
