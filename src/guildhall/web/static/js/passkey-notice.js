// <passkey-notice hidden> shows itself where the browser got no passkey: the prompt was closed, the
// device has none for this place, or it has this one already. Without it a click would do nothing.
customElements.define(
  "passkey-notice",
  class extends HTMLElement {
    connectedCallback() {
      this.show = (event) => {
        event.preventDefault();
        this.hidden = false;
      };
      document.addEventListener("allauth.error", this.show);
    }

    disconnectedCallback() {
      document.removeEventListener("allauth.error", this.show);
    }
  },
);
