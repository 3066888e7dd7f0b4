// Remembers light, dark or system in a cookie, so that the server can draw the page without a flash.
class ThemeChoice extends HTMLElement {
  connectedCallback() {
    this.hidden = false;
    this.show(document.documentElement.dataset.theme || "system");
    this.addEventListener("click", (event) => {
      const button = event.target.closest("button[value]");
      if (button) this.choose(button.value);
    });
  }

  choose(theme) {
    const secure = location.protocol === "https:" ? "; Secure" : "";
    document.cookie = `theme=${theme}; Path=/; Max-Age=31536000; SameSite=Lax${secure}`;
    document.documentElement.dataset.theme = theme;
    for (const choice of document.querySelectorAll("theme-choice")) choice.show(theme);
  }

  show(theme) {
    for (const button of this.querySelectorAll("button[value]")) {
      button.setAttribute("aria-pressed", String(button.value === theme));
    }
  }
}

customElements.define("theme-choice", ThemeChoice);
