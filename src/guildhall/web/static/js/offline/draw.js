// Drawing from the page's own <template>s, so that every word stands in the page.
(() => {
  const formats = {
    day: { weekday: "long", hour: "numeric", minute: "2-digit" },
  };

  // “Tuesday 2:10 PM”, in the words of the page's language.
  function when(moment) {
    return new Intl.DateTimeFormat(document.documentElement.lang, formats.day).format(moment);
  }

  // A copy of a template; each [data-slot] gets its words, or goes where there are none.
  function copy(name, words = {}) {
    const part = document.getElementById(`offline-${name}`).content.cloneNode(true);
    for (const slot of part.querySelectorAll("[data-slot]")) {
      const said = words[slot.dataset.slot];
      if (said === undefined || said === "") slot.remove();
      else slot.textContent = said;
    }
    return part;
  }

  function fill(words, values) {
    return words.replace(/\{(\w+)\}/g, (_all, name) => values[name]);
  }

  function tile(level) {
    const made = document.createElement("span");
    made.className = `level level-${level.allows}`;
    made.append(level.code);
    return made;
  }

  // The state of a competency: its shape from the page, its own words.
  function state({ shape, words }) {
    const made = copy(`state-${shape}`);
    made.querySelector(".state-words").textContent = words;
    return made;
  }

  Object.assign(globalThis.hallOffline, { draw: { when, copy, fill, tile, state } });
})();
