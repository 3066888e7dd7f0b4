// A message that can be closed; good news leaves by itself, unless someone is reading it.
const STAY_MS = 8000;

class ToastNote extends HTMLElement {
  connectedCallback() {
    const close = this.querySelector(".toast-close");
    close.hidden = false;
    close.addEventListener("click", () => this.remove());
    if (this.hasAttribute("leaves")) {
      this.wait();
      for (const name of ["pointerenter", "focusin"]) {
        this.addEventListener(name, () => clearTimeout(this.timer));
      }
      for (const name of ["pointerleave", "focusout"]) {
        this.addEventListener(name, () => this.wait());
      }
    }
  }

  disconnectedCallback() {
    clearTimeout(this.timer);
  }

  wait() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.remove(), STAY_MS);
  }
}

customElements.define("toast-note", ToastNote);
