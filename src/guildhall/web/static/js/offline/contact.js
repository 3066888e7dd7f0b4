// Meeting the house: who is signed in, what this person needs at hand, and sending what waits.
(() => {
  const { store, seal, queue, HELD_HOURS } = globalThis.hallOffline;
  const KEY = "/offline/key/";
  const GROUND = "/offline/ground/";
  const ITEMS = "/offline/items/";
  const AT_ONCE = 20;
  const PATIENCE_MS = 20_000;

  // A redirect leads to signing in; it is not followed.
  async function ask(path, more = {}) {
    const signal = AbortSignal.timeout(PATIENCE_MS);
    const how = { credentials: "same-origin", cache: "no-store", redirect: "manual", signal };
    try {
      const answer = await fetch(path, { ...how, ...more });
      if (answer.type === "opaqueredirect") return { state: "signed-out" };
      if (!answer.ok) return { state: "later" };
      return { state: "here", ...(await answer.json()) };
    } catch {
      return { state: "offline" };
    }
  }

  // Whoever is signed in now reads what is theirs; whoever was here before leaves nothing open.
  async function meet() {
    const device = await queue.device();
    const found = await ask(`${KEY}?device=${device}`);
    if (found.state === "signed-out") await lock();
    if (found.state !== "here") return found;
    const before = await queue.present();
    if (before && before.owner !== found.owner) await lock();
    if (before?.owner !== found.owner || !before.key) {
      const key = await seal.keyFrom(found.secret, device);
      const until = Date.now() + HELD_HOURS * 3600_000;
      await store.put("held", { name: "present", owner: found.owner, key, until });
      queue.changed();
    }
    return found;
  }

  // Forgets the key and what was at hand. What waits stays, sealed, until the same person signs in.
  async function lock() {
    await store.remove("held", "present");
    await store.remove("held", "ground");
    if ("caches" in globalThis) {
      const names = await caches.keys();
      await Promise.all(names.map((name) => name.startsWith("guildhall-") && caches.delete(name)));
    }
    queue.changed();
  }

  async function refresh() {
    const found = await ask(GROUND);
    const who = await queue.present();
    if (found.state === "here" && who?.owner === found.owner) await queue.keepGround(found.people);
    return found.state;
  }

  // Says “sent”, “nothing” where nothing waits, or why not. One sender at a time, over all tabs and the worker; the house takes each key once anyway.
  async function send() {
    if (!navigator.locks) return sendNow();
    return navigator.locks.request("guildhall-offline-send", sendNow);
  }

  async function sendNow() {
    const waiting = (await queue.mine()).filter((row) => row.state === "waiting");
    if (!waiting.length) return "nothing";
    const who = await queue.present();
    const found = await meet();
    if (found.state !== "here") return found.state;
    if (found.owner !== who?.owner) return "other";
    for (let from = 0; from < waiting.length; from += AT_ONCE) {
      const state = await sendSome(waiting.slice(from, from + AT_ONCE), found);
      if (state !== "here") return state;
    }
    queue.changed("hall-offline-arrived");
    return "sent";
  }

  async function sendSome(rows, { owner, csrf }) {
    const items = rows.map(({ key, kind, made_at, body }) => {
      const { shown, ...said } = body;
      return { ...said, key, kind, made_at: new Date(made_at).toISOString() };
    });
    const body = JSON.stringify({ owner, sent_at: new Date().toISOString(), items });
    const headers = { "Content-Type": "application/json", "X-CSRFToken": csrf };
    const found = await ask(ITEMS, { method: "POST", headers, body });
    if (found.state !== "here") return found.state;
    const answers = new Map(found.answers.map((one) => [one.key, one]));
    for (const row of rows) {
      const { answer, reason } = answers.get(row.key) ?? {};
      if (answer === "accepted" || answer === "same") await queue.drop(row.key);
      else if (answer === "refused") await queue.refuse(row, reason);
    }
    queue.changed();
    return "here";
  }

  Object.assign(globalThis.hallOffline, { contact: { meet, lock, refresh, send } });
})();
