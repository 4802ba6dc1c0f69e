// What the compiler leaves out: the page's plain JavaScript and CSS, and the right to run the program (`npx sunwai`).
import { chmodSync, cpSync, rmSync } from 'node:fs';

rmSync('dist/web/assets', { recursive: true, force: true });
cpSync('src/web/assets', 'dist/web/assets', { recursive: true });
chmodSync('dist/main.js', 0o755);
