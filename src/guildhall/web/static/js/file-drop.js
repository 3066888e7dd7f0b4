// Lets a file be dropped on the frame of a file control, and says which file it took.
class FileDrop extends HTMLElement {
  connectedCallback() {
    this.input = this.querySelector("input[type='file']");
    const frame = this.querySelector(".file-drop");
    const over = (isOver) => frame.classList.toggle("is-over", isOver);
    frame.addEventListener("dragover", (event) => {
      event.preventDefault();
      over(true);
    });
    frame.addEventListener("dragleave", () => over(false));
    frame.addEventListener("drop", (event) => {
      event.preventDefault();
      over(false);
      if (!event.dataTransfer.files.length) return;
      this.input.files = event.dataTransfer.files;
      this.input.dispatchEvent(new Event("change", { bubbles: true }));
    });
  }
}

customElements.define("file-drop", FileDrop);
