// Applies a filter as soon as a choice changes; its own button is then no longer needed.
class FilterForm extends HTMLElement {
  connectedCallback() {
    const form = this.querySelector("form");
    const button = this.querySelector("[data-filter-button]");
    if (button && !form.querySelector("input[type='search'], input[type='text']")) {
      button.hidden = true;
    }
    form.addEventListener("change", (event) => {
      if (event.target.matches("select, input[type='checkbox'], input[type='radio']")) {
        form.requestSubmit();
      }
    });
  }
}

customElements.define("filter-form", FilterForm);
