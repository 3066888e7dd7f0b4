// “/” goes to the search, “?” shows the shortcuts. Nothing happens while someone is typing.
class KeyboardShortcuts extends HTMLElement {
  connectedCallback() {
    document.addEventListener("keydown", this);
  }

  disconnectedCallback() {
    document.removeEventListener("keydown", this);
  }

  handleEvent(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    if (event.key === "/") {
      event.preventDefault();
      this.search();
    } else if (event.key === "?") {
      event.preventDefault();
      this.querySelector("[popover]")?.togglePopover();
    }
  }

  search() {
    const field = document.querySelector("[data-shortcut='search']");
    if (field?.offsetParent) field.focus();
    else document.querySelector("[data-shortcut='search-link']")?.click();
  }
}

function isTyping(element) {
  return element.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName);
}

customElements.define("keyboard-shortcuts", KeyboardShortcuts);
