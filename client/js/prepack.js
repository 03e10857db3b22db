/** Copies the component's modules and the license into the package. `npm pack` runs it. */

import { copyFileSync, cpSync, rmSync } from 'node:fs';

const at = (path) => new URL(path, import.meta.url);

rmSync(at('dist'), { recursive: true, force: true });
cpSync(at('../../chalicelib/embed'), at('dist'), { recursive: true });
copyFileSync(at('../../LICENSE'), at('LICENSE'));
