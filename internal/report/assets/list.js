// A filtered and sorted list, shown page by page.

const pageSize = 50;

// matcher says whether a text in lower case has every word of the query.
function matcher(query) {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  return (text) => words.every((word) => text.includes(word));
}

// day reads a date field: the first microsecond of the day, moved by days.
function day(id, days) {
  const ms = Date.parse($(id).value + "T00:00:00Z");
  return Number.isNaN(ms) ? null : (ms + days * 86_400_000) * 1000;
}

// compare orders numbers and texts; what is missing comes last either way.
function compare(a, b, descending) {
  const without = (x) => x === null || x === undefined || x === "" || Number.isNaN(x);
  if (without(a) || without(b)) return without(a) - without(b);
  const order = a < b ? -1 : a > b ? 1 : 0;
  return descending ? -order : order;
}

class Pager {
  // render is called with the rows of the page; noun names one row.
  constructor(all, noun, render) {
    Object.assign(this, { all, noun, render, rows: all, page: 0 });
    $("previous").addEventListener("click", () => this.turn(this.page - 1));
    $("next").addEventListener("click", () => this.turn(this.page + 1));
  }

  get pages() {
    return Math.max(1, Math.ceil(this.rows.length / pageSize));
  }

  // show filters and sorts; rows that are equal stay in the order they have.
  show(accept, key, descending) {
    this.rows = this.all.filter(accept);
    if (key) {
      const keyed = this.rows.map((row) => [key(row), row]);
      keyed.sort((a, b) => compare(a[0], b[0], descending));
      this.rows = keyed.map((pair) => pair[1]);
    }
    this.turn(0);
  }

  turn(page) {
    this.page = Math.min(Math.max(page, 0), this.pages - 1);
    const all = this.rows.length === this.all.length;
    $("shown").textContent = all
      ? several(this.all.length, this.noun)
      : `${number(this.rows.length)} of ${several(this.all.length, this.noun)}`;
    $("page").textContent = `${number(this.page + 1)} / ${number(this.pages)}`;
    $("previous").disabled = this.page === 0;
    $("next").disabled = this.page === this.pages - 1;
    this.render(this.rows.slice(this.page * pageSize, (this.page + 1) * pageSize));
  }
}

// watch calls changed when a field changes, and after a reset of all of them.
// Typing is answered when it pauses.
function watch(ids, changed) {
  let pause = 0;
  for (const id of ids) {
    $(id).addEventListener("input", (event) => {
      clearTimeout(pause);
      pause = setTimeout(changed, event.target.type === "search" ? 120 : 0);
    });
  }
  $("reset").addEventListener("click", () => {
    for (const id of ids) {
      const field = $(id);
      if (field.type === "checkbox") field.checked = false;
      else if (field.tagName === "SELECT") field.selectedIndex = 0;
      else field.value = "";
    }
    changed();
  });
}

// reveal shows what is of no use without the script.
function reveal() {
  for (const part of document.querySelectorAll("main > [hidden]")) part.hidden = false;
}
