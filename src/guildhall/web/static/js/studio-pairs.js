// The list of pairs by keyboard, and where attention goes when a pair is opened beside it.
const BESIDE = window.matchMedia("(min-width: 1100px)");

class PairList extends HTMLElement {
  connectedCallback() {
    this.addEventListener("keydown", (event) => this.onKey(event));
    this.addEventListener("click", (event) => this.mark(event.target.closest(".studio-pair")));
  }

  get rows() {
    return [...this.querySelectorAll(".studio-pair")];
  }

  onKey(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const at = this.rows.indexOf(document.activeElement);
    if (!step || at < 0) return;
    event.preventDefault();
    this.rows[Math.min(this.rows.length - 1, Math.max(0, at + step))].focus();
  }

  mark(chosen) {
    if (!chosen) return;
    for (const row of this.rows) {
      row.classList.toggle("is-selected", row === chosen);
      if (row === chosen) row.setAttribute("aria-current", "true");
      else row.removeAttribute("aria-current");
    }
  }
}

customElements.define("pair-list", PairList);

// Beside the list the panel follows it down the page; below it, on narrow screens, it comes into view.
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target.id !== "pair") return;
  const panel = document.getElementById("pair");
  if (!panel) return;
  const side = panel.parentElement;
  if (BESIDE.matches) {
    if (side.getBoundingClientRect().top < 0) side.classList.add("is-following");
    panel.scrollTop = 0;
  } else {
    panel.scrollIntoView({ block: "start" });
  }
});

// A refused form of rules comes back as a whole page with what to mend.
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.xhr.status !== 422 || event.detail.target.id !== "middle") return;
  event.detail.shouldSwap = true;
  event.detail.isError = false;
  event.detail.target = document.getElementById("content");
  event.detail.selectOverride = "#content";
  event.detail.swapOverride = "outerHTML";
});
