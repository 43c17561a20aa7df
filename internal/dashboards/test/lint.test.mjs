// What the lint is for is shown by definitions made wrong on purpose: each
// fault is one that Splunk's page draws without a word.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, open } from '../src/browser.mjs';
import { makeLint } from '../src/lint.mjs';
import { allNames, menuNames, readView, viewNames } from '../src/views.mjs';

let browser;
let lint;
before(async () => {
  browser = await launch();
  const page = await open(browser);
  lint = makeLint(await page.evaluate(() => window.dashboardSchema()));
});
after(() => browser.close());

test('every view is clean', async (t) => {
  for (const name of viewNames()) {
    await t.test(name, () => assert.deepEqual(lint(readView(name).definition), []));
  }
});

test('every view is in the menu, and the menu names no other of ours', () => {
  const ofSplunk = ['search', 'reports', 'alerts'];
  assert.deepEqual(menuNames().filter((name) => !ofSplunk.includes(name)).sort(), allNames());
});

test('no definition holds what AppInspect takes for a script', () => {
  for (const name of viewNames()) {
    assert.doesNotMatch(JSON.stringify(readView(name).definition), /<script|<iframe|javascript:/i);
  }
});

const faults = {
  'an unknown visualization': [(d) => { d.visualizations.viz_total.type = 'splunk.singlevalu'; }, /viz_total\/type/],
  'an option of the wrong kind': [(d) => { d.visualizations.viz_over_time.options.stackMode = 'piled'; }, /stackMode/],
  'a misspelt option': [(d) => { d.visualizations.viz_over_time.options.stackmode = 'stacked'; }, /stackmode/],
  'a panel without its search': [(d) => { d.visualizations.viz_total.dataSources.primary = 'ds_gone'; }, /ds_gone.*not there/],
  'a chain that hangs in the air': [(d) => { d.dataSources.ds_total.options.extend = 'ds_gone'; }, /ds_gone/],
  'a chain without its pipe': [(d) => { d.dataSources.ds_total.options.query = 'stats count'; }, /pipe/],
  'a search of two lines': [(d) => { d.dataSources.ds_findings.options.query += '\n| head 1'; }, /one line/],
  'a search that nobody shows': [(d) => { delete d.visualizations.viz_total.dataSources; }, /ds_total: used by nothing/],
  'a token that nothing sets': [(d) => { d.dataSources.ds_total.options.query += ' | where a="$sorce$"'; }, /\$sorce\$/],
  'colours that are not there': [(d) => { d.visualizations.viz_highest.context = {}; }, /context bands/],
  'an unknown drilldown': [(d) => { d.visualizations.viz_newest.eventHandlers[0].type = 'drilldown.link'; }, /drilldown\.link/],
  'panels on top of each other': [(d) => { d.layout.structure[1].position.x = 0; }, /overlap/],
  'a gap between panels': [(d) => { d.layout.structure[1].position.w -= 10; }, /cover/],
  'a panel in no layout': [(d) => { d.layout.structure.pop(); }, /viz_note|cover/],
};

for (const [name, [spoil, complaint]] of Object.entries(faults)) {
  test(`lint finds ${name}`, () => {
    const { definition } = readView('overview');
    spoil(definition);
    assert.match(lint(definition).join('\n'), complaint);
  });
}
