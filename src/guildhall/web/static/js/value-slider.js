// Shows the number of a range while it moves, and the sum of its group where a page asks for it.
class ValueSlider extends HTMLElement {
  connectedCallback() {
    this.range = this.querySelector("input[type='range']");
    this.range.addEventListener("input", () => this.show());
    this.show();
  }

  show() {
    this.querySelector("output").textContent = this.range.value;
    const group = this.closest("[data-slider-group]");
    const sum = group?.querySelector("[data-slider-sum]");
    if (!sum) return;
    const values = [...group.querySelectorAll("value-slider input")].map((range) => +range.value);
    sum.textContent = values.reduce((total, value) => total + value, 0);
  }
}

customElements.define("value-slider", ValueSlider);
