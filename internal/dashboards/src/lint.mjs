// Checks of a definition without a browser: Splunk's own validator with a
// strict schema, and what that does not look at: names that lead nowhere,
// tokens that nothing sets, panels that overlap or leave gaps.
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const { DashboardValidator } = require('@splunk/dashboard-validation');
const { migrateToTabsLayout } = require('@splunk/dashboard-utils');

const HANDLERS = ['drilldown.customUrl', 'drilldown.setToken'];
const GRID_WIDTH = 1200;

// strict makes the schema refuse options that a type does not know.
function strict(given) {
  const schema = structuredClone(given);
  schema.additionalProperties = false;
  const typesOf = (kind) => Object.values(schema.properties[kind].patternProperties)[0].allOf;
  for (const kind of ['visualizations', 'dataSources', 'inputs']) {
    for (const type of typesOf(kind)) {
      const options = type.then?.properties?.options;
      if (options?.properties && (options.additionalProperties ?? true) === true) options.additionalProperties = false;
    }
  }
  // The schema of a chain leaves out what makes it one.
  const chain = typesOf('dataSources').find((type) => type.if.properties.type.const === 'ds.chain');
  chain.then.properties.options.properties.extend ??= { type: 'string' };
  return schema;
}

export function makeLint(schema) {
  const validator = new DashboardValidator();
  const { warn } = console;
  console.warn = () => {}; // of the schema's own oddities
  const bad = validator.setSchema(strict(schema));
  console.warn = warn;
  if (bad) throw bad;
  return (definition) => [
    ...schemaFaults(validator, definition),
    ...sourceFaults(definition),
    ...referenceFaults(definition),
    ...tokenFaults(definition),
    ...layoutFaults(definition.layout),
  ];
}

function schemaFaults(validator, definition) {
  const migrated = migrateToTabsLayout({ definition, context: {} }); // the schema knows only layouts with tabs
  if (!migrated.success) return [`layout: ${migrated.reason}`];
  return (validator.validate(migrated.definition, ['env']) ?? [])
    .filter((e) => e.message !== 'must match "then" schema')
    .map((e) => `${e.instancePath}: ${e.message} ${e.params?.additionalProperty ?? ''}`.trim());
}

function sourceFaults({ dataSources }) {
  return Object.entries(dataSources).flatMap(([id, { type, options }]) => {
    const faults = [];
    if (!options?.query?.trim()) faults.push(`dataSources/${id}: no query`);
    if (/[\r\n]/.test(options?.query)) faults.push(`dataSources/${id}: the query is not one line`);
    if (type === 'ds.chain' && !dataSources[options.extend]) faults.push(`dataSources/${id}: extends ${options.extend}, which is not there`);
    if (type === 'ds.chain' && !/^\s*\|/.test(options.query)) faults.push(`dataSources/${id}: does not begin with a pipe`);
    return faults;
  });
}

function referenceFaults(definition) {
  const faults = [];
  const used = new Set(Object.values(definition.dataSources).map((d) => d.options.extend));
  for (const kind of ['visualizations', 'inputs']) {
    for (const [id, item] of Object.entries(definition[kind])) {
      for (const source of Object.values(item.dataSources ?? {})) {
        used.add(source);
        if (!definition.dataSources[source]) faults.push(`${kind}/${id}: data source ${source} is not there`);
      }
      for (const handler of item.eventHandlers ?? []) {
        if (!HANDLERS.includes(handler.type)) faults.push(`${kind}/${id}: event handler ${handler.type} is not one of ${HANDLERS}`);
      }
      for (const [, name] of JSON.stringify(item.options ?? {}).matchAll(/(?:rangeValue|matchValue)\((\w+)\)/g)) {
        if (!item.context?.[name]) faults.push(`${kind}/${id}: context ${name} is not there`);
      }
    }
  }
  for (const id of Object.keys(definition.dataSources)) if (!used.has(id)) faults.push(`dataSources/${id}: used by nothing`);
  return faults;
}

function tokenFaults(definition) {
  const set = new Set(Object.keys(definition.defaults?.tokens?.default ?? {}));
  for (const { type, options } of Object.values(definition.inputs)) {
    for (const part of type === 'input.timerange' ? ['.earliest', '.latest'] : ['']) set.add(options.token + part);
  }
  const faults = [];
  const walk = (value, path) => {
    if (typeof value === 'string') {
      for (const [, name] of value.matchAll(/\$([A-Za-z_][\w.]*)(?:\|\w+)?\$/g)) {
        if (!set.has(name) && !/^row\./.test(name)) faults.push(`${path}: token $${name}$ is set by nothing`);
      }
    } else if (value && typeof value === 'object') {
      for (const [key, inner] of Object.entries(value)) walk(inner, `${path}/${key}`);
    }
  };
  walk(definition.dataSources, 'dataSources');
  walk(definition.visualizations, 'visualizations');
  return faults;
}

// layoutFaults wants the grid filled without gap or overlap, from the top down.
function layoutFaults({ type, structure }) {
  if (type !== 'grid') return [`layout: ${type} instead of grid`];
  const faults = [];
  const area = structure.reduce((sum, { position: { w, h } }) => sum + w * h, 0);
  const bottom = Math.max(...structure.map(({ position: { y, h } }) => y + h));
  if (area !== GRID_WIDTH * bottom) faults.push(`layout: the panels cover ${area} of ${GRID_WIDTH * bottom}`);
  structure.forEach(({ item, position: p }, i) => {
    if (p.x + p.w > GRID_WIDTH) faults.push(`layout: ${item} is beyond the right edge`);
    for (const { item: other, position: q } of structure.slice(i + 1)) {
      if (p.x < q.x + q.w && q.x < p.x + p.w && p.y < q.y + q.h && q.y < p.y + p.h) faults.push(`layout: ${item} and ${other} overlap`);
    }
  });
  return faults;
}
