// What lies on the device.
import type { Page } from '@playwright/test';

/** Every record of the device's store, name and bytes as text. */
export async function sealed(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const exists = (await indexedDB.databases()).some((database) => database.name === 'servicetorg');
    if (!exists) return [];
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open('servicetorg');
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    const all = <T>(request: IDBRequest<T>) => new Promise<T>((resolve) => { request.onsuccess = () => resolve(request.result); });
    const table = database.transaction('sealed').objectStore('sealed');
    const [names, records] = await Promise.all([all(table.getAllKeys()), all(table.getAll())]);
    database.close();
    const latin = new TextDecoder('latin1');
    return names.map((name, index) => `${name} ${latin.decode(records[index].sealed)}`);
  });
}
