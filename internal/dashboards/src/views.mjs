// Reads the views as Splunk would: the files that ship, not their sources.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { DOMParser } from '@xmldom/xmldom';

const folder = fileURLToPath(new URL('../../../default/data/ui', import.meta.url));

function parse(file) {
  const problems = [];
  const parser = new DOMParser({ errorHandler: (level, message) => problems.push(`${level}: ${message}`) });
  const { documentElement } = parser.parseFromString(fs.readFileSync(file, 'utf8'), 'text/xml');
  if (problems.length > 0) throw new Error(`${file}: ${problems.join('; ')}`);
  return documentElement;
}

function textOf(root, name) {
  const elements = root.getElementsByTagName(name);
  if (elements.length !== 1) throw new Error(`${elements.length} elements <${name}>: there must be one`);
  return elements[0].textContent;
}

export function readView(name) {
  const file = path.join(folder, 'views', `${name}.xml`);
  const root = parse(file);
  if (root.nodeName !== 'dashboard' || root.getAttribute('version') !== '2') throw new Error(`${file}: not <dashboard version="2">`);
  return {
    name,
    label: textOf(root, 'label'),
    description: textOf(root, 'description'),
    theme: root.getAttribute('theme'),
    definition: JSON.parse(textOf(root, 'definition')),
  };
}

// Names of all views that ship.
export const allNames = () => fs.readdirSync(path.join(folder, 'views')).filter((f) => f.endsWith('.xml')).map((f) => path.basename(f, '.xml')).sort();

const isStudio = (name) => parse(path.join(folder, 'views', `${name}.xml`)).getAttribute('version') === '2';

// Names of the views made with Dashboard Studio.
export const viewNames = () => allNames().filter(isStudio);

// Names in the app's menu, Splunk's own views included.
export function menuNames() {
  const views = parse(path.join(folder, 'nav', 'default.xml')).getElementsByTagName('view');
  return Array.from({ length: views.length }, (_, i) => views[i].getAttribute('name'));
}
