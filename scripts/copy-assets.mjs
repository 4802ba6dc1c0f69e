// The page's files are plain JavaScript and CSS: the build copies what the compiler leaves out.
import { cpSync, rmSync } from 'node:fs';

rmSync('dist/web/assets', { recursive: true, force: true });
cpSync('src/web/assets', 'dist/web/assets', { recursive: true });
