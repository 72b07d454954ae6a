import { defineConfig } from 'vitest/config';

export default defineConfig({
  build: {
    outDir: 'target/classes/web',
    emptyOutDir: true,
    target: 'es2022',
    rolldownOptions: { input: ['index.html', 'watch.html'] },
  },
  server: {
    // `npm run dev` beside a running server: ALLAPRIMA=http://127.0.0.1:8080 is the default.
    proxy: Object.fromEntries(
      ['/api', '/whip', '/whep'].map((path) => [
        path,
        process.env['ALLAPRIMA'] ?? 'http://127.0.0.1:8080',
      ]),
    ),
  },
  // A machine that also trains a network may take its time.
  test: { include: ['test/**/*.test.ts'], testTimeout: 60_000 },
});
