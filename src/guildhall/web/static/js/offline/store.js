// What lies on this device: an IndexedDB of two shelves. Whatever says something is sealed before
// it comes here. Pages load this as a module, the worker as a plain script: no imports, no exports.
(() => {
  const NAME = "guildhall-offline";
  const SHELVES = { held: "name", items: "key" };
  let opened = null;

  function open() {
    opened ??= new Promise((resolve, reject) => {
      const asked = indexedDB.open(NAME, 1);
      asked.onupgradeneeded = () => {
        for (const [shelf, key] of Object.entries(SHELVES)) {
          asked.result.createObjectStore(shelf, { keyPath: key });
        }
      };
      asked.onsuccess = () => {
        const base = asked.result;
        base.onversionchange = () => base.close();
        base.onclose = () => (opened = null);
        resolve(base);
      };
      asked.onerror = () => reject(asked.error);
    });
    return opened;
  }

  // Resolves once it is written, not once it is asked for.
  async function run(shelf, mode, work) {
    const base = await open();
    return new Promise((resolve, reject) => {
      const turn = base.transaction(shelf, mode, { durability: "strict" });
      const asked = work(turn.objectStore(shelf));
      turn.oncomplete = () => resolve(asked.result);
      turn.onabort = turn.onerror = () => reject(turn.error);
    });
  }

  globalThis.hallOffline = {
    store: {
      get: (shelf, key) => run(shelf, "readonly", (rows) => rows.get(key)),
      all: (shelf) => run(shelf, "readonly", (rows) => rows.getAll()),
      put: (shelf, row) => run(shelf, "readwrite", (rows) => rows.put(row)),
      add: (shelf, row) => run(shelf, "readwrite", (rows) => rows.add(row)),
      remove: (shelf, key) => run(shelf, "readwrite", (rows) => rows.delete(key)),
    },
  };
})();
