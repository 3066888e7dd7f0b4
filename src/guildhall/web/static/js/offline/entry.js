// <offline-entry>: one observation or one sign-off, kept on the device in under a minute.
(() => {
  const { queue, draw } = globalThis.hallOffline;
  const FIRST = 4;

  class OfflineEntry extends HTMLElement {
    connectedCallback() {
      this.form = this.querySelector("form");
      this.modes = [...this.querySelectorAll("[data-mode]")];
      for (const button of this.modes) {
        button.addEventListener("click", () => this.turn(button.dataset.mode));
      }
      this.form.addEventListener("submit", (event) => this.onSubmit(event));
      this.form.addEventListener("change", (event) => this.onChange(event));
    }

    show(person, competency = "", mode = "observation") {
      this.person = person;
      this.querySelector("[data-name]").textContent = person.name;
      this.querySelector("[data-modes]").hidden = !person.signs;
      const levels = person.levels.map((level) => this.levelChoice(level));
      this.querySelector("[data-levels]").replaceChildren(...levels);
      this.turn(mode, String(competency));
    }

    turn(mode, chosen = this.form.elements.competency?.value ?? "") {
      this.mode = mode;
      for (const button of this.modes) {
        button.setAttribute("aria-pressed", String(button.dataset.mode === mode));
      }
      for (const part of this.querySelectorAll("[data-for]")) {
        part.hidden = part.dataset.for !== mode;
      }
      this.list(chosen);
    }

    // What was tapped comes first; for signing, what is ready.
    list(chosen) {
      const rank = (one) => (String(one.id) === chosen ? 0 : this.isSigning && one.is_ready ? 1 : 2);
      const all = [...this.person.competencies].sort((a, b) => rank(a) - rank(b));
      const cards = all.map((one) => this.choice(one, String(one.id) === chosen));
      this.querySelector("[data-first]").replaceChildren(...cards.slice(0, FIRST));
      this.querySelector("[data-rest]").replaceChildren(...cards.slice(FIRST));
      this.querySelector("[data-others]").hidden = cards.length <= FIRST;
      if (chosen) this.suggestLevel(chosen);
    }

    get isSigning() {
      return this.mode === "sign_off";
    }

    choice(one, isChosen) {
      const card = draw.copy("choice", { name: one.name });
      const input = card.querySelector("input");
      input.value = one.id;
      input.checked = isChosen;
      card.querySelector(".observe-choice").append(draw.state(one));
      return card.firstElementChild;
    }

    levelChoice(level) {
      const card = draw.copy("level", { name: level.name, anchor: level.anchor || level.means });
      card.querySelector("input").value = level.code;
      card.querySelector("input").after(draw.tile(level));
      return card.firstElementChild;
    }

    onChange(event) {
      if (event.target.name === "competency") this.suggestLevel(event.target.value);
    }

    // A sign-off is mostly for the level that the framework asks for; what was seen is never guessed.
    suggestLevel(competency) {
      if (!this.isSigning) return;
      const one = this.person.competencies.find((row) => String(row.id) === competency);
      const input = [...this.querySelectorAll("[name=level]")].find((i) => i.value === one?.target);
      if (input) input.checked = true;
    }

    async onSubmit(event) {
      event.preventDefault();
      if (!this.form.reportValidity()) return;
      const said = Object.fromEntries(new FormData(this.form));
      const what = this.person.competencies.find((one) => String(one.id) === said.competency);
      const level = this.person.levels.find((one) => one.code === said.level);
      const body = { passport: this.person.passport, competency: what.id, level: level.code };
      if (this.isSigning) body.words = said.words;
      else Object.assign(body, { went_well: said.went_well, next_step: said.next_step });
      body.shown = { name: this.person.name, what: what.name, level: `${level.code} ${level.name}` };
      const kind = this.mode;
      await queue.keep(kind, body);
      this.form.reset();
      this.turn("observation", "");
      const detail = { kind, what: what.name, level: level.code };
      this.dispatchEvent(new CustomEvent("kept", { bubbles: true, detail }));
    }
  }

  customElements.define("offline-entry", OfflineEntry);
})();
