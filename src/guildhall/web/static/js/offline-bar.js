// <offline-bar> on every page: says that there is no network and what waits, sends what waits, and
// readies the device of whoever guides somebody. A page of somebody else, or of nobody, locks it.
const MARK = "guildhall-offline";
const FRESH_MS = 5 * 60_000;
const AGAIN_MS = 60_000;

class OfflineBar extends HTMLElement {
  async connectedCallback() {
    const can = isSecureContext && "indexedDB" in window && "serviceWorker" in navigator;
    const works = this.hasAttribute("works");
    // Most people never record anything without network: nothing is loaded for them.
    if (!can || !(works || localStorage.getItem(MARK))) return;
    for (const url of this.dataset.parts.split(" ")) await import(url);
    Object.assign(this, globalThis.hallOffline);
    this.isCut = !navigator.onLine;
    this.querySelector("[data-send]").addEventListener("click", () => this.send());
    addEventListener("hall-offline", () => this.show());
    addEventListener("online", () => this.send());
    addEventListener("offline", () => this.met("offline"));
    document.addEventListener("visibilitychange", () => document.hidden || this.send());
    setInterval(() => this.waits && this.send(), AGAIN_MS);
    await this.show();
    await this.begin(works);
  }

  // On the page without network nobody knows who is signed in until the house is asked.
  async begin(works) {
    const who = await this.queue.present();
    const { owner } = this.dataset;
    if (owner === "" || (owner && who && who.owner !== owner)) await this.contact.lock();
    if (owner === "" || (owner && !works && !(await this.hasLeft(owner)))) return;
    const found = await this.contact.meet();
    this.met(found.state);
    if (found.state !== "here") return;
    if (works) await this.ready();
    await this.send();
  }

  async hasLeft(owner) {
    return (await this.store.all("items")).some((row) => row.owner === owner);
  }

  async ready() {
    await navigator.serviceWorker.register(this.dataset.worker, { updateViaCache: "none" });
    navigator.storage?.persist?.();
    const ground = await this.queue.ground();
    if (!ground || ground.kept_at + FRESH_MS < Date.now()) await this.contact.refresh();
    const worker = await navigator.serviceWorker.ready;
    const answer = new MessageChannel();
    answer.port1.onmessage = () => this.queue.changed();
    worker.active.postMessage("keep", [answer.port2]);
  }

  async send() {
    if (this.dataset.owner === "") return;
    const state = await this.contact.send();
    this.met(state);
    if (state === "sent") this.contact.refresh();
  }

  met(state) {
    if (state === "signed-out") this.dataset.owner = "";
    this.isCut = state === "offline" || !navigator.onLine;
    this.show();
  }

  async show() {
    const rows = await this.queue.mine();
    const waiting = rows.filter((row) => row.state === "waiting");
    const wrong = rows.length - waiting.length;
    this.waits = waiting.length;
    await this.remember();
    const until = Math.min(...waiting.map((row) => row.expires_at));
    const lines = [
      this.isCut && this.dataset.cut,
      this.isCut && !rows.length && (await this.queue.ground()) && this.dataset.idle,
      waiting.length && this.counted("waits", waiting.length, until),
      wrong && this.counted("wrong", wrong),
      await this.left(),
    ].filter(Boolean);
    this.hidden = lines.length === 0 || (!(await this.queue.present()) && !this.locked);
    this.querySelector("[data-words]").textContent = lines.join(" ");
    this.querySelector("[data-send]").hidden = !waiting.length || !navigator.onLine;
    this.querySelector("[data-see]").hidden = !rows.length;
  }

  // On pages of nobody: how much waits for somebody to sign in, and nothing more.
  async left() {
    const sealed = (await this.store.all("items")).filter((row) => row.state === "waiting");
    this.locked = this.dataset.owner === "" ? sealed.length : 0;
    return this.locked && this.counted("left", this.locked);
  }

  counted(name, n, until = 0) {
    const lang = document.documentElement.lang;
    const day = { weekday: "long", hour: "numeric", minute: "2-digit" };
    const words = this.dataset[n === 1 ? `${name}One` : `${name}Many`];
    const shown = until ? new Intl.DateTimeFormat(lang, day).format(until) : "";
    return words.replace("{n}", n).replace("{until}", shown);
  }

  async remember() {
    const has = (await this.queue.present()) || (await this.store.all("items")).length;
    if (has) localStorage.setItem(MARK, "1");
    else localStorage.removeItem(MARK);
  }
}

customElements.define("offline-bar", OfflineBar);
