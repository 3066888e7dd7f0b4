// What waits on this device for whoever is signed in: kept, read, refused, expired, put away.
// In the open stand only whose it is (a mark), of which kind, since when, until when.
(() => {
  const { store, seal } = globalThis.hallOffline;
  const HOUR = 3600_000;
  // The worker is told by its own first line, pages by their bar.
  const bar = () => document.querySelector("offline-bar").dataset.hours;
  const HELD_HOURS = Number(globalThis.hallShell?.hours ?? bar());
  // Long enough to be read; then even the note that something expired goes.
  const NOTE_HOURS = 30 * 24;
  const about = (row) => `${row.owner}:${row.kind ?? row.name}:${row.key ?? ""}`;
  const news = "BroadcastChannel" in globalThis ? new BroadcastChannel("guildhall-offline") : null;
  const tell = (name) => globalThis.dispatchEvent(new Event(name));
  if (news) news.onmessage = ({ data }) => tell(data);

  // Pages, other tabs and the worker all hear of it.
  function changed(name = "hall-offline") {
    news?.postMessage(name);
    tell(name);
  }

  // Whoever signed in here last. After the last thing has expired the key goes, and the mark stays.
  const present = async () => (await store.get("held", "present")) ?? null;

  async function device() {
    const known = await store.get("held", "device");
    if (known) return known.id;
    const id = crypto.randomUUID();
    await store.put("held", { name: "device", id });
    return id;
  }

  async function keep(kind, body, key = crypto.randomUUID()) {
    const who = await present();
    if (!who?.key) throw new Error("locked");
    const made = Date.now();
    const row = { key, owner: who.owner, kind, made_at: made, state: "waiting" };
    row.expires_at = made + HELD_HOURS * HOUR;
    await store.put("items", { ...row, ...(await seal.seal(who.key, body, about(row))) });
    changed();
    return row;
  }

  // Everything of whoever is signed in, oldest first, opened.
  async function mine() {
    await expire();
    const who = await present();
    if (!who) return [];
    const rows = (await store.all("items")).filter((row) => row.owner === who.owner);
    const opened = rows.map(async (row) => {
      if (!row.data) return row;
      const body = await seal.unseal(who.key, row, about(row)).catch(() => null);
      return body ? { ...row, body } : { ...row, state: "unreadable" };
    });
    return (await Promise.all(opened)).sort((a, b) => a.made_at - b.made_at);
  }

  async function refuse(row, reason) {
    const who = await present();
    if (!who?.key || who.owner !== row.owner) return;
    const sealed = await seal.seal(who.key, { ...row.body, reason }, about(row));
    const { key, owner, kind, made_at, expires_at } = row;
    await store.put("items", { key, owner, kind, made_at, expires_at, state: "refused", ...sealed });
  }

  const drop = (key) => store.remove("items", key);

  // What has waited too long loses its content, whoever it belongs to; a note that it did stays.
  async function expire(now = Date.now()) {
    let count = 0;
    for (const row of await store.all("items")) {
      if (row.expires_at > now) continue;
      const { key, owner, kind, made_at, expires_at, state } = row;
      if (expires_at + NOTE_HOURS * HOUR < now) await drop(key);
      else if (state !== "expired") {
        await store.put("items", { key, owner, kind, made_at, expires_at, state: "expired" });
      } else continue;
      count += 1;
    }
    const ground = await store.get("held", "ground");
    if (ground && ground.expires_at <= now) await store.remove("held", "ground");
    const who = await present();
    if (who?.key && who.until <= now && !(await sealedFor(who.owner))) {
      await store.put("held", { name: "present", owner: who.owner });
      count += 1;
    }
    if (count) changed();
  }

  const sealedFor = async (owner) =>
    (await store.all("items")).some((row) => row.owner === owner && row.data);

  async function keepGround(people) {
    const who = await present();
    if (!who?.key) return;
    const now = Date.now();
    const row = { name: "ground", owner: who.owner, kept_at: now };
    row.expires_at = now + HELD_HOURS * HOUR;
    await store.put("held", { ...row, ...(await seal.seal(who.key, people, about(row))) });
    await store.put("held", { ...who, until: row.expires_at });
    changed();
  }

  async function ground() {
    await expire();
    const [who, row] = [await present(), await store.get("held", "ground")];
    if (!who?.key || !row || row.owner !== who.owner) return null;
    const people = await seal.unseal(who.key, row, about(row)).catch(() => null);
    return people && { people, kept_at: row.kept_at, expires_at: row.expires_at };
  }

  Object.assign(globalThis.hallOffline, {
    queue: { present, device, keep, mine, refuse, drop, expire, keepGround, ground, changed },
    HELD_HOURS,
  });
})();
