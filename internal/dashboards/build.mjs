// Bundles the page into out/.
import { build } from 'esbuild';

await build({
  entryPoints: ['src/page.jsx'],
  outfile: 'out/page.js',
  bundle: true,
  format: 'iife',
  platform: 'browser',
  target: 'chrome120',
  define: { 'process.env.NODE_ENV': '"production"', global: 'globalThis' },
  loader: { '.svg': 'dataurl', '.woff2': 'dataurl', '.png': 'dataurl' },
  logLevel: 'error',
});
