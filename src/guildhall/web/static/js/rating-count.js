// Says how many items are scored and what they add up to, while somebody rates.
class RatingCount extends HTMLElement {
  connectedCallback() {
    this.form = document.getElementById(this.dataset.form);
    this.form?.addEventListener("change", this);
    this.handleEvent();
  }

  disconnectedCallback() {
    this.form?.removeEventListener("change", this);
  }

  handleEvent() {
    const chosen = [...(this.form?.querySelectorAll("input[type='radio']:checked") ?? [])];
    const points = chosen.reduce((sum, input) => sum + Number(input.value), 0);
    const words = { done: chosen.length, items: this.dataset.items, points };
    this.textContent = this.dataset.words.replace(/\{(\w+)\}/g, (_all, name) => words[name]);
  }
}

customElements.define("rating-count", RatingCount);
