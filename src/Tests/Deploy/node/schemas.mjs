// node schemas.mjs < JSON: reads a list of Kubernetes objects, and prints for each what its schema has against it; an empty text: nothing.

import fs from 'node:fs';

/**
 * The value as the validator shall see it, with a note of what it looks at: it passes over fields that the schema does not have, and those are
 * the ones that it never asks for.
 */
function watched(value, at, notes) {
  if (value === null || typeof value !== 'object') return value;
  if (notes.has(value)) return notes.get(value).proxy;
  const seen = new Set();
  const proxy = new Proxy(value, {
    get(target, key) {
      seen.add(key);
      return typeof key === 'symbol' ? target[key] : watched(target[key], `${at}.${key}`, notes);
    },
  });
  notes.set(value, { at, seen, proxy });
  return proxy;
}

async function faults(object) {
  const { apiVersion, kind } = object;
  const group = await import(`kubernetes-models/${apiVersion}`).catch(() => null);
  if (!group?.[kind]) return `There is no ${kind} in ${apiVersion}.`;
  const notes = new Map();
  try {
    group[kind].prototype.validate.call(watched(object, kind, notes));
  } catch (error) {
    return error.message;
  }
  return [...notes].flatMap(([value, { at, seen }]) => Object.keys(value).filter(key => !seen.has(key)).map(key => `${at}.${key} is no field`)).join(', ');
}

const objects = JSON.parse(fs.readFileSync(0, 'utf8'));
console.log(JSON.stringify(await Promise.all(objects.map(faults))));
