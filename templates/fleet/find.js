"use strict";
// Finds rows by the words in them. Without this script the fields stay hidden, and the browser's own search finds them.
for (const field of document.querySelectorAll("input[data-finds]")) {
  const rows = [...document.querySelectorAll(`#${field.dataset.finds} tbody tr`)];
  const shown = document.getElementById(`${field.dataset.finds}-shown`);
  field.closest("p").hidden = false;
  field.addEventListener("input", () => {
    const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
    let number = 0;
    for (const row of rows) {
      const text = row.textContent.toLowerCase();
      row.hidden = !words.every((word) => text.includes(word));
      if (!row.hidden) number += 1;
    }
    shown.textContent = words.length ? `${number} of ${rows.length} shown` : "";
  });
}
