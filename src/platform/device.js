// Texts on this device, sealed with the person's secret: without it nobody can tell what they are, nor what
// they are called.

const TABLE = "sealed";
const utf8 = new TextEncoder();
let keys;

const hidden = async (name) => {
  const bytes = new Uint8Array(await crypto.subtle.sign("HMAC", keys.names, utf8.encode(name)));
  return btoa(String.fromCharCode(...bytes));
};

const opened = () => new Promise((resolve, reject) => {
  const request = indexedDB.open("servicetorg", 1);
  request.onupgradeneeded = () => request.result.createObjectStore(TABLE);
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

const run = async (mode, work) => {
  const database = await opened();
  try {
    return await new Promise((resolve, reject) => {
      const transaction = database.transaction(TABLE, mode);
      const request = work(transaction.objectStore(TABLE));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = () => reject(transaction.error);
    });
  } finally {
    database.close();
  }
};

// The keys stay in memory and cannot be read out of it again.
export async function unlock(secret) {
  const bytes = Uint8Array.from(secret.match(/../g), (pair) => parseInt(pair, 16));
  const [texts, names] = await Promise.all([
    crypto.subtle.importKey("raw", bytes, "AES-GCM", false, ["encrypt", "decrypt"]),
    crypto.subtle.importKey("raw", bytes, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]),
  ]);
  keys = { texts, names };
}

export function lock() {
  keys = undefined;
}

// One after the other: what is forgotten after it was kept must stay forgotten.
let last = Promise.resolve();
const inTurn = (work) => {
  last = last.then(work, work);
  return last;
};

export const keep = (name, text) => inTurn(async () => {
  const place = await hidden(name);
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const how = { name: "AES-GCM", iv, additionalData: utf8.encode(place) };
  const sealed = await crypto.subtle.encrypt(how, keys.texts, utf8.encode(text));
  await run("readwrite", (table) => table.put({ iv, sealed }, place));
});

export const kept = (name) => inTurn(async () => {
  const place = await hidden(name);
  const found = await run("readonly", (table) => table.get(place));
  if (!found) return undefined;
  const how = { name: "AES-GCM", iv: found.iv, additionalData: utf8.encode(place) };
  return new TextDecoder().decode(await crypto.subtle.decrypt(how, keys.texts, found.sealed));
});

export const forget = (name) => inTurn(async () => {
  const place = await hidden(name);
  await run("readwrite", (table) => table.delete(place));
});
