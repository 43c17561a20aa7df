// A headless browser with the page. There is no web server and no network:
// every request is answered here or refused, and a refused one is noted.
import fs from 'node:fs';
import { chromium } from 'playwright-core';

// How long a loaded machine may take, in milliseconds.
const PATIENCE = 120000;

const ORIGIN = 'http://dashboards.test';
const HTML = '<!doctype html><meta charset="utf-8"><link rel="stylesheet" href="/page.css"><body style="margin:0"><div id="root"></div><script src="/page.js"></script>';

const files = {
  '/': { contentType: 'text/html', body: HTML },
  '/page.js': { contentType: 'text/javascript', body: fs.readFileSync('out/page.js') },
  '/page.css': { contentType: 'text/css', body: fs.readFileSync('out/page.css') },
};

export const launch = () => chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  timeout: PATIENCE,
});

export async function open(browser) {
  const context = await browser.newContext({ viewport: { width: 1400, height: 1000 }, timezoneId: 'UTC', locale: 'en-US', reducedMotion: 'reduce' });
  context.setDefaultTimeout(PATIENCE);
  const page = await context.newPage();
  page.problems = [];
  page.refused = [];
  page.on('console', (m) => { if (m.type() === 'error' && !/ERR_FAILED/.test(m.text())) page.problems.push(m.text()); });
  page.on('pageerror', (e) => page.problems.push(e.stack));
  await context.route('**/*', (route) => {
    const url = new URL(route.request().url());
    const file = url.origin === ORIGIN ? files[url.pathname] : undefined;
    if (file) return route.fulfill(file);
    page.refused.push(url.href);
    return route.abort();
  });
  await page.goto(`${ORIGIN}/`);
  return page;
}

// render draws a view, as a link with tokens opens it if there is one, and waits
// until every panel shows something.
export async function render(page, view, options = {}) {
  // The address holds the tokens: those of a link, or those of the view before.
  await page.evaluate((query) => window.history.replaceState(null, '', query), options.link ?? '/');
  await page.evaluate(([definition, o]) => window.renderDashboard(definition, o), [view.definition, { colorScheme: view.theme, ...options }]);
  await settled(page, Object.keys(view.definition.visualizations).length);
}

const DRAWN = [
  '.highcharts-series-group .highcharts-point', '.highcharts-series-group path', '[data-test="majorValue"]',
  '[data-test="body"] [data-test="row"]', '[data-test="markdown"]', '[data-test="message"]', '[data-test="time-value"]', '[data-test*="error" i]',
].join(', ');

export function settled(page, panels) {
  return page.waitForFunction(([selector, n]) => {
    const items = [...document.querySelectorAll('[data-test="viz-item"]')];
    return items.length === n && items.every((e) => e.querySelector(selector));
  }, [DRAWN, panels]);
}

export const panel = (page, id) => page.locator(`[data-test="viz-item"][data-id="${id}"]`);
export const input = (page, id) => page.locator(`[data-input-id="${id}"]`);

// picture fits the window to the whole dashboard and takes it.
export async function picture(page, view, file) {
  const rows = view.definition.layout.structure.map(({ position }) => position.y + position.h);
  await page.setViewportSize({ width: 1400, height: Math.max(...rows) + 90 });
  await page.waitForTimeout(700);
  await page.screenshot({ path: file });
}

// searches are those that ran since the last forget, the newest of each last.
export const searches = (page) => page.evaluate(() => window.__searches);
export const forget = (page) => page.evaluate(() => { window.__searches = []; });

export async function searched(page, id, wanted) {
  await page.waitForFunction(([i, w]) => window.__searches.some((s) => s.id === i && s.query.includes(w)), [id, wanted]);
}
