// J and K go to the next and the previous page, or row of a list. Nothing happens while typing.
class PageTurner extends HTMLElement {
  connectedCallback() {
    document.addEventListener("keydown", this);
  }

  disconnectedCallback() {
    document.removeEventListener("keydown", this);
  }

  handleEvent(event) {
    const step = { j: 1, k: -1 }[event.key];
    if (!step || event.ctrlKey || event.metaKey || event.altKey) return;
    if (/^(TEXTAREA|SELECT)$/.test(event.target.tagName)) return;
    if (event.target.matches?.("input:not([type='radio'], [type='checkbox'])")) return;
    const link = this.querySelector(`[data-turn='${step > 0 ? "next" : "previous"}']`);
    if (link) link.click();
    else this.move(step);
  }

  move(step) {
    const rows = [...this.querySelectorAll("[data-turn-row]")];
    const at = rows.indexOf(document.activeElement);
    const next = at < 0 ? (step > 0 ? 0 : rows.length - 1) : at + step;
    rows[next]?.focus();
  }
}

customElements.define("page-turner", PageTurner);
