// <offline-ready hidden> shows itself once this device is ready to go without network.
class OfflineReady extends HTMLElement {
  connectedCallback() {
    this.show = () => this.look();
    addEventListener("hall-offline", this.show);
  }

  disconnectedCallback() {
    removeEventListener("hall-offline", this.show);
  }

  async look() {
    const found = await globalThis.hallOffline.queue.ground();
    const page = await caches.match("/offline/", { ignoreVary: true });
    this.hidden = !found || !page;
    if (this.hidden) return;
    const day = { weekday: "long", hour: "numeric", minute: "2-digit" };
    const words = new Intl.DateTimeFormat(document.documentElement.lang, day);
    this.querySelector("[data-until]").textContent = words.format(found.expires_at);
  }
}

customElements.define("offline-ready", OfflineReady);
