// Applies a filter as soon as a choice changes; its own button is then no longer needed.
// By keyboard the way to a choice leads past the others: there Enter or the button applies it.
class FilterForm extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    this.button = this.querySelector("[data-filter-button]");
    this.isByKey = false;
    if (this.button && !this.form.querySelector("input[type='search'], input[type='text']")) {
      this.button.hidden = true;
    }
    this.form.addEventListener("pointerdown", () => (this.isByKey = false));
    this.form.addEventListener("keydown", (event) => this.onKey(event));
    this.form.addEventListener("change", (event) => this.onChange(event));
  }

  onKey(event) {
    this.isByKey = true;
    if (event.key !== "Enter" || !event.target.matches("select")) return;
    event.preventDefault();
    this.form.requestSubmit();
  }

  onChange(event) {
    if (!event.target.matches("select, input[type='checkbox'], input[type='radio']")) return;
    if (!this.isByKey) this.form.requestSubmit();
    else if (this.button) this.button.hidden = false;
  }
}

customElements.define("filter-form", FilterForm);
