// <offline-room>: the page without network. Whom I guide, one form, and what waits.
(() => {
  const { queue, draw, contact } = globalThis.hallOffline;
  const FIRST = 3;
  const HERE = ["/offline/", "/preceptees/"];
  const OBSERVE = /^\/passports\/(\d+)\/observations\/$/;

  class OfflineRoom extends HTMLElement {
    async connectedCallback() {
      await Promise.all(["offline-entry", "offline-waiting"].map((n) => customElements.whenDefined(n)));
      this.entry = this.querySelector("offline-entry");
      this.said = this.querySelector("[data-said]");
      this.addEventListener("kept", (event) => this.onKept(event.detail));
      this.querySelector("[data-back]").addEventListener("click", () => this.home());
      // The page is the same for everybody; the look that was chosen here stands in a cookie.
      const theme = /(?:^|; )theme=(light|dark)/.exec(document.cookie)?.[1];
      if (theme) document.documentElement.dataset.theme = theme;
      const other = this.querySelector("[data-other-page]");
      const { pathname } = location;
      other.hidden = HERE.includes(pathname) || OBSERVE.test(pathname);
      other.querySelector("a").href = location.href;
      const wasKept = new URLSearchParams(location.search).has("kept");
      if (wasKept) this.said.textContent = this.said.dataset.form;
      await this.open();
      addEventListener("hall-offline", () => this.refresh());
      addEventListener("hall-offline-arrived", () => this.onArrived());
    }

    async onArrived() {
      if (!(await queue.mine()).length) this.said.textContent = this.said.dataset.arrived;
    }

    // Where a page for observing was asked for and there is no network, its form opens here.
    async open() {
      await this.load();
      const asked = OBSERVE.exec(location.pathname);
      const person = asked && this.people?.find((one) => one.passport === Number(asked[1]));
      if (!person) return this.home();
      const competency = new URLSearchParams(location.search).get("competency") ?? "";
      return this.write(person, competency);
    }

    async load() {
      const found = await queue.ground();
      this.people = found?.people ?? null;
      if (!found) return;
      const until = this.querySelector("[data-until]");
      until.textContent = draw.fill(until.dataset.words, { until: draw.when(found.expires_at) });
    }

    // Somebody else signed in, or it has expired: nothing may stay on the screen.
    async refresh() {
      const had = Boolean(this.people);
      await this.load();
      const { arrived } = this.said.dataset;
      const waits = (await queue.mine()).some((row) => row.state === "waiting");
      if (!waits && this.said.textContent !== arrived) this.said.textContent = "";
      if (had !== Boolean(this.people)) this.home();
      else if (!this.querySelector("[data-view=home]").hidden) this.home();
    }

    view(name) {
      for (const part of this.querySelectorAll("[data-view]")) {
        part.hidden = part.dataset.view !== name;
      }
    }

    home() {
      if (!this.people) {
        this.entry.querySelector("form").reset();
        return this.view("locked");
      }
      const panels = this.people.map((person) => this.panel(person));
      this.querySelector("[data-people]").replaceChildren(...panels);
      return this.view(this.people.length ? "home" : "nobody");
    }

    panel(person) {
      const made = draw.copy("person", { name: person.name, initials: person.initials });
      const counted = made.querySelector("[data-counted]");
      counted.textContent = draw.fill(counted.dataset.counted, person);
      const lines = person.competencies.slice(0, FIRST).map((one) => this.line(person, one));
      made.querySelector("ul").append(...lines);
      made.querySelector("[data-write=sign_off]").hidden = !person.signs;
      for (const button of made.querySelectorAll("[data-write]")) {
        button.addEventListener("click", () => this.write(person, "", button.dataset.write));
      }
      return made.firstElementChild;
    }

    line(person, one) {
      const made = draw.copy("line", { name: one.name });
      const level = person.levels.find((row) => row.code === one.level);
      made.querySelector(".person-words").append(draw.state(one));
      if (level) made.querySelector("[data-new]").replaceWith(draw.tile(level));
      made.querySelector("button").addEventListener("click", () => this.write(person, one.id));
      return made.firstElementChild;
    }

    write(person, competency = "", mode = "observation") {
      this.said.textContent = "";
      this.view("entry");
      this.entry.show(person, competency, mode);
      this.entry.querySelector("h2").focus();
    }

    onKept({ kind, what, level }) {
      this.said.textContent = draw.fill(this.said.dataset[kind], { what, level });
      this.said.scrollIntoView({ block: "center" });
      navigator.serviceWorker?.ready
        .then((worker) => worker.sync?.register("guildhall-send"))
        .catch(() => {});
      if (navigator.onLine) contact.send();
    }
  }

  customElements.define("offline-room", OfflineRoom);
})();
