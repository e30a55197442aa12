// The check-in desk: narrow the list while typing a name or a unit.
(function () {
  "use strict";
  const box = document.querySelector("[data-arrival-search]");
  if (!box) return;
  box.hidden = false;
  box.querySelector("input").addEventListener("input", function (event) {
    const wanted = event.target.value.trim().toLowerCase();
    const rows = document.querySelectorAll("[data-arrival]"); // the list may have been replaced since
    const none = document.querySelector("[data-arrival-none]");
    let left = 0;
    rows.forEach(function (row) {
      row.hidden = !row.dataset.arrival.toLowerCase().includes(wanted);
      if (!row.hidden) left += 1;
    });
    if (none) none.hidden = left > 0;
  });
})();
