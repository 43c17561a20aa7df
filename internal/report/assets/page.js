// What every page needs: elements, text, data and the theme.

const $ = (id) => document.getElementById(id);

// odd is what the report wrote for characters that cannot be seen.
const odd = /(‹(?:U\+[0-9A-F]{4,6}|[0-9a-f]{2}|\d+ more bytes)›)/;

// append adds nodes and text. Text becomes text nodes, never markup.
function append(parent, children) {
  for (const child of children.flat(Infinity)) {
    if (child === null || child === undefined || child === false) continue;
    if (child instanceof Node) {
      parent.append(child);
      continue;
    }
    if (parent instanceof SVGElement) {
      parent.append(String(child)); // a drawing shows no elements of the page's text
      continue;
    }
    String(child).split(odd).forEach((part, i) => {
      if (i % 2 === 0) {
        if (part) parent.append(part);
        return;
      }
      const mark = document.createElement("span");
      mark.className = "odd";
      mark.textContent = part;
      parent.append(mark);
    });
  }
  return parent;
}

// set gives attributes; functions listen to the event of their name. Names of
// attributes are ours alone, never from a log.
function set(node, attributes) {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (typeof value === "function") node.addEventListener(name, value);
    else if (value === true) node.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) node.setAttribute(name, value);
  }
  return node;
}

const h = (tag, attributes, ...children) => append(set(document.createElement(tag), attributes), children);

const svg = (tag, attributes, ...children) =>
  append(set(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes), children);

// value isolates a text from a log, so that letters written from right to left
// do not move what stands beside them.
const value = (text) => h("bdi", null, text);

const number = (n) => n.toLocaleString("en-US");

const several = (n, one, more) => `${number(n)} ${n === 1 ? one : more ?? one + "s"}`;

// data reads a block of JSON.
const data = (id) => JSON.parse($(id).textContent);

// unpack reads a block of deflated JSON: undefined if the file has not come
// that far.
async function unpack(id) {
  const block = $(id);
  if (!block) return undefined;
  const bytes = Uint8Array.from(atob(block.textContent), (c) => c.charCodeAt(0));
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"))).json();
}

// letter names a lane: A to Z, then AA and so on.
function letter(lane) {
  let name = "";
  for (let n = lane; n >= 0; n = Math.floor(n / 26) - 1) name = String.fromCharCode(65 + (n % 26)) + name;
  return name;
}

const laneClass = (lane) => `lane${lane % 8}`;

const level = (score) => (score > 80 ? "very-high" : score > 60 ? "high" : score > 40 ? "medium" : "low");

(() => {
  const themes = ["system", "light", "dark"];
  const button = $("theme");
  let chosen = 0;
  button.hidden = false;
  button.addEventListener("click", () => {
    chosen = (chosen + 1) % themes.length;
    document.documentElement.dataset.theme = themes[chosen];
    button.textContent = `Theme: ${themes[chosen]}`;
  });
})();
