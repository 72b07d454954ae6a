import { readFileSync } from 'node:fs';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

/** What of others is carried in the pages. */
const CARRIED = ['@fontsource-variable/eb-garamond', 'hls.js', 'lean-qr'];

/** Lays the licences of what is carried beside the pages, as they ask for. */
const licences: Plugin = {
  name: 'licences',
  generateBundle() {
    const texts = CARRIED.map((name) => {
      const text = readFileSync(`node_modules/${name}/LICENSE`, 'utf8').trim();
      return `${name}\n\n${text}\n`;
    });
    this.emitFile({ type: 'asset', fileName: 'licences.txt', source: texts.join('\n\n') });
  },
};

export default defineConfig({
  plugins: [licences],
  build: {
    outDir: 'target/classes/web',
    emptyOutDir: true,
    target: 'es2022',
    // Files of their own: the pages' content policy allows no data: addresses.
    assetsInlineLimit: 0,
    // hls.js, which only a crowd's viewers load.
    chunkSizeWarningLimit: 700,
    rolldownOptions: { input: ['index.html', 'watch.html', 'overlay.html'] },
  },
  server: {
    // `npm run dev` beside a running server: ALLAPRIMA=http://127.0.0.1:8080 is the default.
    proxy: Object.fromEntries(
      ['/api', '/whip', '/whep', '/hls'].map((path) => [
        path,
        process.env['ALLAPRIMA'] ?? 'http://127.0.0.1:8080',
      ]),
    ),
  },
  // A machine that also trains a network may take its time.
  test: { include: ['test/**/*.test.ts'], testTimeout: 60_000 },
});
