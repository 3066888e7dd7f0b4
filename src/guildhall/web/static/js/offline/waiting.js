// <offline-waiting>: what waits on this device, what was not taken and why, what waited too long.
(() => {
  const { queue, draw } = globalThis.hallOffline;

  class OfflineWaiting extends HTMLElement {
    connectedCallback() {
      this.list = this.querySelector("[data-list]");
      this.question = this.querySelector("[popover]");
      addEventListener("hall-offline", () => this.show());
      this.question.querySelector("[data-yes]").addEventListener("click", () => this.onYes());
      this.show();
    }

    async show() {
      const rows = await queue.mine();
      this.hidden = !rows.length;
      this.list.replaceChildren(...rows.map((row) => this.line(row)));
    }

    line(row) {
      const shown = row.body?.shown;
      const kinds = this.querySelector(`[data-kind="${row.kind}"]`).textContent;
      const made = draw.copy(`item-${row.state}`, {
        title: shown ? `${shown.what}, ${shown.name}` : kinds,
        made: [shown && `${kinds}: ${shown.level}`, draw.when(row.made_at)].filter(Boolean).join(" · "),
        until: draw.when(row.expires_at),
        reason: row.body?.reason,
      });
      const provisional = made.querySelector("[data-provisional]");
      if (provisional) provisional.hidden = row.kind !== "sign_off";
      made.querySelector("button").addEventListener("click", () => this.onRemove(row));
      return made.firstElementChild;
    }

    // What has not been sent is lost by removing it: that is asked first. The rest just goes.
    async onRemove(row) {
      if (row.state === "waiting") {
        this.asked = row.key;
        const what = this.question.querySelector("[data-what]");
        what.textContent = row.body.shown.what;
        this.question.showPopover();
        return;
      }
      await queue.drop(row.key);
      queue.changed();
    }

    async onYes() {
      this.question.hidePopover();
      await queue.drop(this.asked);
      queue.changed();
    }
  }

  customElements.define("offline-waiting", OfflineWaiting);
})();
