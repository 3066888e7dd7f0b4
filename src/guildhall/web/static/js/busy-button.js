// A form that is on its way says so on its button, keeps the label, and cannot be sent twice.
function markBusy(button) {
  button.setAttribute("aria-busy", "true");
}

function clearBusy(root) {
  for (const button of root.querySelectorAll("[aria-busy='true']")) {
    button.removeAttribute("aria-busy");
  }
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  const button = event.submitter;
  if (button?.getAttribute("aria-busy") === "true") {
    event.preventDefault();
    return;
  }
  if (event.defaultPrevented || form.hasAttribute("data-no-busy")) return;
  if (button?.classList.contains("button")) markBusy(button);
});

document.addEventListener("htmx:beforeRequest", (event) => {
  const button = event.target.closest(".button");
  if (button) markBusy(button);
});

document.addEventListener("htmx:afterRequest", (event) => {
  event.target.closest(".button")?.removeAttribute("aria-busy");
  clearBusy(event.target);
});

// Coming back by the browser's own button shows the page as it was left.
window.addEventListener("pageshow", (event) => {
  if (event.persisted) clearBusy(document);
});
