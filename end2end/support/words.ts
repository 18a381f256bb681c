// The words of the interface, read from the files that the app is made of.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export const LANGUAGES = ['nb', 'nn', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

const cache = new Map<string, Map<string, string>>();

/** The text of a key such as `forms.next`; parameters by name. */
export function word(language: Language, key: string, parameters: Record<string, string> = {}): string {
  const [slice, name] = key.split('.');
  const file = join(import.meta.dirname, '..', '..', 'locales', language, `${slice}.toml`);
  let texts = cache.get(file);
  if (!texts) {
    texts = new Map();
    for (const line of readFileSync(file, 'utf8').split('\n')) {
      const found = /^(\w+) = ("(?:[^"\\]|\\.)*")$/.exec(line);
      if (found) texts.set(found[1], JSON.parse(found[2]));
    }
    cache.set(file, texts);
  }
  const text = texts.get(name);
  if (text === undefined) throw new Error(`no text ${key} in ${language}`);
  return text.replace(/\{(\w+)\}/g, (_, parameter) => parameters[parameter] ?? '');
}
