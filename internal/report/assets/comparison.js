// The page of the comparison: one table.

const rows = data("data");

const words = { both: "both", ours: "only ours", theirs: "only published" };

function textOf(r) {
  r.text ??= [r.id, r.profile, r.who, r.origins, r.code, r.reason, words[r.verdict]].flat(Infinity).join("\n").toLowerCase();
  return r.text;
}

const order = ["both", "ours", "theirs"];

const keys = {
  verdict: (r) => order.indexOf(r.verdict), at: (r) => r.at, profile: (r) => r.profile,
  who: (r) => r.who.map((part) => part[1]).join(" ").toLowerCase(), code: (r) => r.code, score: (r) => r.score || null,
};

let sortBy = null, descending = false;

const pager = new Pager(rows, "row", (shown) => {
  $("list").replaceChildren(...shown.map(line));
  if (!shown.length) $("list").append(h("tr", null, h("td", { colspan: 7, class: "none" }, "No row passes the filters.")));
});

function line(r) {
  return h("tr", null,
    h("td", null, h("span", { class: `verdict ${r.verdict}` }, words[r.verdict] ?? r.verdict)),
    h("td", { class: "time" }, iso(r.at)),
    h("td", null, value(r.profile)),
    h("td", null, r.who.map(([column, what]) => h("span", { class: "line" }, h("small", { class: "column" }, column), value(what)))),
    h("td", null, r.origins.map((origin) => h("span", { class: "line" }, value(origin)))),
    h("td", { class: "why" }, r.reason ? [h("span", null, r.reason), h("small", null, r.code)] : "–"),
    h("td", { class: "num" }, r.id ? [String(r.score), h("small", { class: "id" }, r.id)] : "–"));
}

function refresh() {
  const accepts = matcher($("q").value);
  const chosen = (id) => ($(id).selectedIndex === 0 ? null : $(id).value);
  const verdict = chosen("verdict"), source = chosen("source"), code = chosen("code");
  const from = day("from", 0), to = day("to", 1);
  pager.show((r) =>
    (verdict === null || r.verdict === verdict) && (source === null || r.profile === source) && (code === null || r.code === code) &&
    (from === null || r.at >= from) && (to === null || r.at < to) && accepts(textOf(r)),
  keys[sortBy], descending);
  for (const head of document.querySelectorAll("th[data-sort]")) {
    if (head.dataset.sort === sortBy) head.setAttribute("aria-sort", descending ? "descending" : "ascending");
    else head.removeAttribute("aria-sort");
  }
}

watch(["q", "verdict", "source", "code", "from", "to"], refresh);
for (const head of document.querySelectorAll("th[data-sort]")) {
  head.firstElementChild.addEventListener("click", () => {
    descending = sortBy === head.dataset.sort ? !descending : false;
    sortBy = head.dataset.sort;
    refresh();
  });
}
for (const name of ["verdict", "code"]) {
  for (const button of document.querySelectorAll(`button[data-${name}]`)) {
    button.addEventListener("click", () => { $(name).value = button.dataset[name]; refresh(); });
  }
}

reveal();
refresh();
