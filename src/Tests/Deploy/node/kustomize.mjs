// A stand-in for `kubectl kustomize` where that is missing: exactly the fields that deploy/ uses. Whatever else a kustomization has is refused,
// so that the two cannot part unseen; a test compares them where both are there.

import fs from 'node:fs';
import path from 'node:path';
import { parseAllDocuments } from 'yaml';

const known = ['apiVersion', 'kind', 'namespace', 'labels', 'resources', 'images', 'patches'];
const clusterWide = ['Namespace'];
const withPods = ['Deployment', 'Job'];

/** The documents of YAML text. YAML that can be read in two ways is refused. */
export const read = (text, name) => parseAllDocuments(text, { uniqueKeys: true }).map(document => {
  if (document.errors.length > 0 || document.warnings.length > 0) throw new Error(`${name}: ${[...document.errors, ...document.warnings][0].message}`);
  return document.toJS();
});

/** The objects that the kustomization of a folder makes. */
export function render(folder) {
  const file = path.join(folder, 'kustomization.yaml');
  const [kustomization] = read(fs.readFileSync(file, 'utf8'), file);
  only(kustomization, known, file);
  const objects = kustomization.resources.flatMap(resource => {
    const at = path.join(folder, resource);
    return fs.statSync(at).isDirectory() ? render(at) : read(fs.readFileSync(at, 'utf8'), at);
  });
  for (const patch of kustomization.patches ?? []) apply(patch, objects, folder);
  for (const object of objects) {
    if (kustomization.namespace && !clusterWide.includes(object.kind)) object.metadata.namespace = kustomization.namespace;
    for (const labels of kustomization.labels ?? []) label(object, labels, file);
    for (const image of kustomization.images ?? []) name(object, image, file);
  }
  return objects;
}

function label(object, labels, file) {
  only(labels, ['pairs', 'includeTemplates'], file);
  object.metadata.labels = { ...object.metadata.labels, ...labels.pairs };
  if (!labels.includeTemplates || !withPods.includes(object.kind)) return;
  const pod = object.spec.template.metadata;
  pod.labels = { ...pod.labels, ...labels.pairs };
}

function name(object, image, file) {
  only(image, ['name', 'newName', 'newTag'], file);
  if (!withPods.includes(object.kind)) return;
  for (const container of object.spec.template.spec.containers) {
    if (container.image === image.name) container.image = `${image.newName}:${image.newTag}`;
  }
}

function apply(patch, objects, folder) {
  only(patch, ['path', 'target'], folder);
  const file = path.join(folder, patch.path);
  const [content] = read(fs.readFileSync(file, 'utf8'), file);
  const target = patch.target ?? { kind: content.kind, name: content.metadata.name };
  only(target, ['kind', 'name'], file);
  const chosen = objects.filter(object => object.kind === target.kind && (!target.name || object.metadata.name === target.name));
  if (chosen.length === 0) throw new Error(`${file}: nothing to patch.`);
  for (const object of chosen) {
    if (Array.isArray(content)) content.forEach(operation => operate(object, operation, file));
    else merge(object, content, file);
  }
}

/** A strategic merge: maps merge, lists of things with a name merge by it. */
function merge(target, patch, file) {
  for (const [key, value] of Object.entries(patch)) {
    if (Array.isArray(value)) target[key] = mergeList(target[key] ?? [], value, `${file}: ${key}`);
    else if (value !== null && typeof value === 'object') merge(target[key] ??= {}, value, file);
    else if (value === null) throw new Error(`${file}: ${key}: deletions are not known here.`);
    else target[key] = value;
  }
}

function mergeList(target, patch, file) {
  if (![...target, ...patch].every(item => typeof item?.name === 'string')) throw new Error(`${file}: lists without names are patched by JSON patches.`);
  const fresh = patch.filter(item => !target.some(old => old.name === item.name));
  for (const old of target) merge(old, patch.find(item => item.name === old.name) ?? {}, file);
  return [...fresh, ...target];
}

/** One operation of a JSON patch (RFC 6902). */
function operate(object, { op, path: pointer, value, ...rest }, file) {
  only(rest, [], file);
  const steps = pointer.split('/').slice(1).map(step => step.replaceAll('~1', '/').replaceAll('~0', '~'));
  const last = steps.pop();
  const place = steps.reduce((at, step) => at[step], object);
  const copy = structuredClone(value);
  if (op === 'add' && Array.isArray(place)) place.splice(last === '-' ? place.length : Number(last), 0, copy);
  else if (op === 'add' || (op === 'replace' && last in place)) place[last] = copy;
  else throw new Error(`${file}: ${op} ${pointer} is not known here, or there is nothing.`);
}

function only(map, keys, file) {
  const other = Object.keys(map).find(key => !keys.includes(key));
  if (other) throw new Error(`${file}: ${other} is not known to this stand-in.`);
}
