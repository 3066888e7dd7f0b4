// A <details> menu that closes on Escape (giving the focus back) and when attention goes elsewhere.
class DropMenu extends HTMLElement {
  connectedCallback() {
    this.details = this.querySelector("details");
    this.summary = this.querySelector("summary");
    this.addEventListener("keydown", (event) => this.onKey(event));
    this.addEventListener("focusout", (event) => {
      if (event.relatedTarget && !this.contains(event.relatedTarget)) this.details.open = false;
    });
    this.onOutside = (event) => {
      if (!this.contains(event.target)) this.details.open = false;
    };
    document.addEventListener("click", this.onOutside);
  }

  disconnectedCallback() {
    document.removeEventListener("click", this.onOutside);
  }

  onKey(event) {
    if (!this.details.open) return;
    if (event.key === "Escape") {
      this.details.open = false;
      this.summary.focus();
      event.stopPropagation();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      this.step(event.key === "ArrowDown" ? 1 : -1);
    }
  }

  step(by) {
    const items = [...this.querySelectorAll(".menu-item")];
    const next = items.indexOf(document.activeElement) + by;
    items[(next + items.length) % items.length]?.focus();
  }
}

customElements.define("drop-menu", DropMenu);
