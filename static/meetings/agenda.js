// Times of the agenda while the minutes are typed; without it the page tells them after saving. And who moves an item
// by keyboard stays on its button: on a busy machine the browser's own autofocus was seen not to take.
(function () {
  "use strict";
  function clock(minutes) {
    const within = minutes % 1440;
    return String(Math.floor(within / 60)).padStart(2, "0") + ":" + String(within % 60).padStart(2, "0");
  }
  function typed(row) {
    const value = Number(row.querySelector("[data-minutes]").value);
    return Number.isInteger(value) && value > 0 ? value : 0;
  }
  function tell(sitting) {
    const starts = sitting.dataset.starts;
    let at = starts ? Number(starts.slice(0, 2)) * 60 + Number(starts.slice(3)) : null;
    let sum = 0;
    sitting.querySelectorAll("[data-item]").forEach(function (row) {
      const minutes = typed(row);
      const shown = row.querySelector("[data-time]");
      shown.textContent = at === null ? "—" : clock(at) + (minutes ? "–" + clock(at + minutes) : "");
      at = at !== null && minutes ? at + minutes : null;
      sum += minutes;
    });
    const line = sitting.querySelector("[data-sum]");
    line.textContent = "议程共 " + sum + " 分钟";
    if (!("available" in sitting.dataset)) return;
    const left = Number(sitting.dataset.available) - sum;
    line.append("，");
    if (left >= 0) { line.append("余 " + left + " 分钟"); return; }
    const over = document.createElement("strong");
    over.className = "agenda-over";
    over.textContent = "超出 " + -left + " 分钟";
    line.append(over);
  }
  document.querySelectorAll(".agenda-sitting").forEach(function (sitting) {
    sitting.addEventListener("input", function (event) {
      if (event.target.matches("[data-minutes]")) tell(sitting);
    });
  });
  const moved = document.querySelector("[data-item] [autofocus]");
  if (moved) moved.focus();
})();
