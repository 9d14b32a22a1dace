// node manifests.mjs DEPLOY: prints as JSON what each overlay renders to, by the stand-in and by the real program where there is one, and the
// alarms.

import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { read, render } from './kustomize.mjs';

const programs = [['kubectl', 'kustomize'], ['kustomize', 'build']];
const deploy = process.argv[2];
const overlays = path.join(deploy, 'overlays');

const program = programs.find(([name, command]) => spawnSync(name, [command, '--help']).status === 0);

function renderReally(folder) {
  if (!program) return null;
  const { status, stdout, stderr } = spawnSync(program[0], [program[1], folder], { encoding: 'utf8', maxBuffer: 1 << 24 });
  if (status !== 0) throw new Error(`${program.join(' ')} ${folder}: ${stderr}`);
  return read(stdout, folder);
}

console.log(JSON.stringify({
  program: program?.join(' ') ?? null,
  overlays: fs.readdirSync(overlays).map(name => ({ name, standIn: render(path.join(overlays, name)), real: renderReally(path.join(overlays, name)) })),
  alarms: read(fs.readFileSync(path.join(deploy, 'alerts.yaml'), 'utf8'), 'alerts.yaml')[0],
}));
