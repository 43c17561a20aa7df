// Inputs change the searches, clicks lead on, and a search that fails or finds
// nothing says so.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { after, before, test } from 'node:test';
import { forget, input, launch, open, panel, render, searched, searches } from '../src/browser.mjs';
import { readView, viewNames } from '../src/views.mjs';

const mocks = JSON.parse(fs.readFileSync('out/mocks.json'));
const SUSPECT = 'mika.sandoval@example.com';

let browser;
let page;
before(async () => {
  browser = await launch();
  page = await open(browser);
});
after(() => browser.close());

const draw = (name, options = {}) => render(page, readView(name), { mocks: mocks[name], ...options });
const last = async (id) => (await searches(page)).filter((s) => s.id === id).at(-1);

async function choose(id, label) {
  await forget(page);
  await input(page, id).locator('[data-test="select"]').click();
  await page.locator('[data-test="option"]').filter({ hasText: new RegExp(`^${label.replace(/[()]/g, '\\$&')}$`) }).click();
}

async function type(id, text) {
  await forget(page);
  const box = input(page, id).locator('input');
  await box.fill(text);
  await box.press('Enter');
}

test('the time range reaches every search that has one', async () => {
  for (const name of viewNames().filter((n) => n !== 'demo')) {
    await draw(name);
    await forget(page);
    await input(page, 'input_time').locator('button').first().click();
    await page.getByText('Last 7 days', { exact: true }).first().click();
    for (const [id, source] of Object.entries(readView(name).definition.dataSources)) {
      if (source.type !== 'ds.search') continue;
      await page.waitForFunction((i) => window.__searches.some((s) => s.id === i), id);
      assert.deepEqual((await last(id)).range, { earliest: '-7d@h', latest: 'now' }, `${name} ${id}`);
    }
  }
});

test('overview: source and score narrow the panels, and are no part of the search for events', async () => {
  await draw('overview');
  await choose('input_source', 'Okta');
  await searched(page, 'ds_total', 'profile="okta"');
  await choose('input_score', '60');
  await searched(page, 'ds_newest', 'profile="okta" score>=60');
  assert.doesNotMatch(readView('overview').definition.dataSources.ds_findings.options.query, /\$(source|score)\$/);
});

test('overview: a click on a finding opens the investigation of its user and source', async () => {
  await draw('overview');
  await page.evaluate(() => { window.opened = []; window.open = (url) => window.opened.push(url); });
  for (const id of ['viz_newest', 'viz_top_users']) {
    const row = panel(page, id).locator('[data-test="body"] [data-test="row"]').first();
    await row.locator('td').first().click();
    await page.waitForFunction(() => window.opened.length > 0);
    const url = new URL(await page.evaluate(() => window.opened.pop()), 'http://splunk.test');
    assert.equal(url.pathname, '/app/concurrentsessions/investigation');
    assert.ok((await row.innerText()).replace(/\s/g, '').includes(url.searchParams.get('form.user')), url.href);
    const { options } = readView('investigation').definition.inputs.input_source;
    assert.ok(options.items.some((i) => i.value === url.searchParams.get('form.source')), url.href);
    assert.equal(url.searchParams.get('form.time.earliest'), '-24h@h');
    assert.equal(url.searchParams.get('form.time.latest'), 'now');
  }
});

test('investigation: a link with tokens fills the inputs and the searches', async () => {
  await draw('investigation', { link: `/?form.user=${encodeURIComponent(SUSPECT)}&form.source=o365&form.time.earliest=-4h&form.time.latest=now` });
  const search = await last('ds_sightings');
  assert.ok(search.query.includes('`cs_o365`') && search.query.includes(`"${SUSPECT}"`) && search.query.includes('profile=o365'), search.query);
  assert.deepEqual(search.range, { earliest: '-4h', latest: 'now' });
});

test('investigation: user and source are asked for, and a click on a finding narrows to its user', async () => {
  await draw('investigation');
  await type('input_user', 'arn:aws:iam::111122223333:user/svc-deploy');
  await searched(page, 'ds_events', '"arn:aws:iam::111122223333:user/svc-deploy"');
  await choose('input_source', 'AWS access keys');
  await searched(page, 'ds_findings', 'profile=aws_access_key');
  await forget(page);
  await panel(page, 'viz_findings').locator('[data-test="body"] [data-test="row"] td').first().click();
  await searched(page, 'ds_events', `"${SUSPECT}"`);
});

test('investigation: the way between the origins is a zigzag', async () => {
  await draw('investigation');
  const way = mocks.investigation.ds_timeline.columns[1];
  const turns = way.filter((lane, i) => i > 1 && lane !== way[i - 1] && lane === way.slice(0, i - 1).findLast((l) => l !== way[i - 1]));
  assert.ok(turns.length >= 3, way.join(' '));
  assert.equal(await panel(page, 'viz_timeline').locator('.highcharts-series.highcharts-line-series').count(), mocks.investigation.ds_timeline.columns.length - 1);
});

test('tuning: every option is part of the run that is tried, and of that alone', async () => {
  await draw('tuning');
  await choose('input_window', '24 hours');
  await searched(page, 'ds_both', 'window=24h');
  await choose('input_when', 'two countries');
  await searched(page, 'ds_both', 'when="dc(country)>1"');
  await choose('input_origin', 'an IPv4 /24 or an IPv6 /48');
  await searched(page, 'ds_both', 'origin=network ipv4_prefix=24 ipv6_prefix=48');
  await type('input_cidr', '198.51.100.0/24');
  await searched(page, 'ds_both', 'cidrmatch("198.51.100.0/24"');
  await choose('input_source', 'Office 365');
  await searched(page, 'ds_both', 'profile=o365');
  const [now, tried] = (await last('ds_both')).query.split('| append');
  for (const option of ['window=', 'when=', 'origin=', 'cidrmatch']) {
    assert.ok(!now.includes(option) && tried.includes(option), option);
  }
});

test('tuning: a click on an origin tries it as a trusted network', async () => {
  await draw('tuning');
  await forget(page);
  const row = panel(page, 'viz_shared').locator('[data-test="body"] [data-test="row"]').first();
  const origin = (await row.locator('td').first().innerText()).trim();
  await row.locator('td').first().click();
  await searched(page, 'ds_both', `cidrmatch("${origin}`);
});

test('health: the counters are those of the source that is chosen', async () => {
  await draw('health');
  await choose('input_source', 'Okta');
  await searched(page, 'ds_summary', 'profile=okta');
  assert.match((await last('ds_summary')).query, /output=summary/);
});

test('demo: window and condition change the run, a click shows the way of the user', async () => {
  await draw('demo');
  await choose('input_window', '1 minute');
  await searched(page, 'ds_findings', 'window=1m');
  await choose('input_when', 'three origins');
  await searched(page, 'ds_findings', 'when="dc(origin)>2"');
  await forget(page);
  const row = panel(page, 'viz_list').locator('[data-test="body"] [data-test="row"]').nth(2);
  const [sourcetype, user] = await row.locator('td').allInnerTexts().then((cells) => [cells[2].trim(), cells[3].trim()]);
  await row.locator('td').first().click();
  await searched(page, 'ds_sightings', `user="${user}"`);
  await searched(page, 'ds_sightings', `sourcetype="${sourcetype}"`);
  await page.getByText(`The way of ${user} between the origins`).waitFor();
});

const show = (view, answers) => page.evaluate(([definition, m]) => window.renderDashboard(definition, { colorScheme: 'dark', mocks: m }), [view.definition, answers]);

// A single value is too small for a text: it shows a sign that has it.
async function says(view, text) {
  for (const [id, { type, dataSources }] of Object.entries(view.definition.visualizations)) {
    if (!dataSources) continue;
    const told = type === 'splunk.singlevalue' ? '[data-test="simple-status-icon-container"]' : `text=${text}`;
    await panel(page, id).locator(told).first().waitFor();
  }
}

for (const name of viewNames()) {
  test(`${name}: a search that fails shows its message, one that finds nothing says so`, async () => {
    const view = readView(name);
    const all = (answer) => Object.fromEntries(Object.keys(mocks[name]).map((id) => [id, answer]));
    await show(view, all({ error: 'Error in the search for this test' }));
    await says(view, 'Error in the search for this test');
    await page.screenshot({ path: `out/${name}-failing.png` });
    await show(view, all({ fields: [], columns: [] }));
    await says(view, 'No search results returned');
    await page.screenshot({ path: `out/${name}-empty.png` });
  });
}
