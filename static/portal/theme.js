// Light, dark, or as the system says. Runs before the first paint, so nothing flashes; the choice is shared with
// the admin, which keeps it under the same name. Without JavaScript the page follows the system by CSS alone.
(function () {
  "use strict";
  const KEY = "adminTheme";
  const root = document.documentElement;
  let choice = read();

  function read() {
    try {
      const kept = JSON.parse(localStorage.getItem(KEY));
      return kept === "light" || kept === "dark" ? kept : "auto";
    } catch {
      return "auto"; // no storage, or not ours
    }
  }

  function apply() {
    if (choice === "auto") root.removeAttribute("data-bs-theme");
    else root.setAttribute("data-bs-theme", choice);
  }

  function show() {
    document.querySelectorAll("button[data-theme-choice]").forEach(function (button) {
      button.setAttribute("aria-pressed", String(button.dataset.themeChoice === choice));
    });
  }

  root.classList.add("has-js");
  if (choice !== "auto") apply();
  document.addEventListener("DOMContentLoaded", show);
  document.addEventListener("click", function (event) {
    const button = event.target.closest("button[data-theme-choice]");
    if (!button) return;
    choice = button.dataset.themeChoice;
    try {
      localStorage.setItem(KEY, JSON.stringify(choice));
    } catch {
      // without storage the choice holds for this page
    }
    apply();
    show();
  });
  // Another tab has chosen.
  window.addEventListener("storage", function (event) {
    if (event.key !== KEY) return;
    choice = read();
    apply();
    show();
  });
})();
