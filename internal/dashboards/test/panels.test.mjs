// Every panel of every view shows data, in the dark and in the light; what it
// looks like is kept in out/.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { after, before, test } from 'node:test';
import { launch, open, panel, picture, render, searches } from '../src/browser.mjs';
import { readView, viewNames } from '../src/views.mjs';

const mocks = JSON.parse(fs.readFileSync('out/mocks.json'));
const SUSPECT = '/?form.user=mika.sandoval@example.com&form.source=okta';
const NOTHING = /No data|No search results|N\/A|Set token|not defined|no mock/;

// What a panel of each type must have drawn.
const drawn = {
  'splunk.singlevalue': '[data-test="majorValue"]',
  'splunk.table': '[data-test="body"] [data-test="row"]',
  'splunk.events': '[data-test="time-value"]',
  'splunk.column': '.highcharts-series .highcharts-point',
  'splunk.bar': '.highcharts-series .highcharts-point',
  'splunk.line': '.highcharts-series .highcharts-graph',
  'splunk.markdown': '[data-test="markdown"]',
};

let browser;
let page;
before(async () => {
  browser = await launch();
  page = await open(browser);
});
after(() => browser.close());

for (const name of viewNames()) {
  for (const colorScheme of ['dark', 'light']) {
    test(`${name}, ${colorScheme}`, async () => {
      const view = readView(name);
      await render(page, view, { mocks: mocks[name], colorScheme, link: name === 'investigation' ? SUSPECT : undefined });
      for (const [id, { type, title }] of Object.entries(view.definition.visualizations)) {
        assert.ok(await panel(page, id).locator(drawn[type]).count() > 0, `${id} draws nothing`);
        const text = await panel(page, id).innerText();
        assert.doesNotMatch(text, NOTHING, id);
        if (title && !title.includes('$')) assert.ok(text.includes(title), `${id} has no title`);
      }
      const asked = new Set((await searches(page)).map((s) => s.id));
      const shown = Object.values(view.definition.visualizations).flatMap((v) => Object.values(v.dataSources ?? {}));
      for (const id of shown) assert.ok(asked.has(id), `${id} was not searched`);
      for (const { id, query } of await searches(page)) assert.doesNotMatch(query, /\$\w+(\.\w+)?\$/, `${id} ran with an open token`);
      await picture(page, view, `out/dashboard-${name}-${colorScheme}.png`);
      assert.deepEqual(page.problems, []);
      assert.deepEqual(page.refused, []);
    });
  }
}

test('two drawings of a view are the same picture', async () => {
  const view = readView('overview');
  await render(page, view, { mocks: mocks.overview });
  await picture(page, view, 'out/again.png');
  assert.ok(fs.readFileSync('out/again.png').equals(fs.readFileSync('out/dashboard-overview-dark.png')));
});
