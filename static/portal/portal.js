// What a page gains with JavaScript; every page works without it.
(function () {
  "use strict";

  // A form is sent once, however often its button is pressed.
  document.addEventListener("submit", function (event) {
    const form = event.target;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    if (form.method !== "post" || form.hasAttribute("hx-post")) return;
    form.dataset.sent = "yes";
    form.setAttribute("aria-busy", "true");
  });
  // Back from the next page: the browser may show this page as it was left.
  window.addEventListener("pageshow", function () {
    document.querySelectorAll("form[data-sent]").forEach(function (form) {
      delete form.dataset.sent;
      form.removeAttribute("aria-busy");
    });
  });

  // A menu closes on Escape and on a touch beside it.
  document.querySelectorAll("details.menu").forEach(function (menu) {
    document.addEventListener("keydown", function (event) {
      if (event.key !== "Escape" || !menu.open) return;
      menu.open = false;
      menu.querySelector("summary").focus();
    });
    document.addEventListener("click", function (event) {
      if (!menu.contains(event.target)) menu.open = false;
    });
  });

  // Asking before an act: the panel of <details data-confirm> opens as a dialog. `data-dialog="id"` opens any other.
  function dialogOf(details) {
    if (details.dialog) return details.dialog;
    const dialog = document.createElement("dialog");
    dialog.className = "dialog";
    const panel = details.querySelector(".confirm__panel");
    const title = panel.querySelector(".confirm__title");
    title.id = title.id || "dialog-title-" + document.querySelectorAll("dialog").length;
    dialog.setAttribute("aria-labelledby", title.id);
    dialog.append(panel);
    details.after(dialog);
    details.dialog = dialog;
    return dialog;
  }
  document.querySelectorAll("details[data-confirm] > summary").forEach(function (summary) {
    summary.setAttribute("aria-haspopup", "dialog");
  });
  document.addEventListener("click", function (event) {
    if (!window.HTMLDialogElement) return; // an old browser: the details open in their place
    const summary = event.target.closest("details[data-confirm] > summary");
    const opener = event.target.closest("[data-dialog]");
    const dialog = summary ? dialogOf(summary.parentElement) : opener && document.getElementById(opener.dataset.dialog);
    if (dialog) {
      event.preventDefault();
      dialog.showModal();
      return;
    }
    if (event.target.closest("[data-dialog-close]")) event.target.closest("dialog").close();
    else if (event.target.matches("dialog.dialog")) event.target.close(); // the ground around it
  });

  // On a phone the pages of the desk are a strip: the current one comes into view.
  const here = document.querySelector(".desk-nav [aria-current]");
  if (here) here.closest(".desk-nav").scrollLeft = here.offsetLeft - 80;

  // A list that was replaced says so to those who do not see it; empty parameters stay out of its address.
  document.addEventListener("htmx:configRequest", function (event) {
    if (event.detail.verb !== "get") return;
    for (const [name, value] of [...event.detail.formData.entries()]) {
      if (value === "") event.detail.formData.delete(name);
    }
  });
  document.addEventListener("htmx:afterSettle", function (event) {
    const list = event.target.closest && event.target.closest("#list");
    const said = document.getElementById("said");
    if (list && said) said.textContent = "列表已更新，共 " + list.dataset.count + " 条。";
  });

  document.querySelectorAll("button[data-print]").forEach(function (button) {
    button.hidden = false;
    button.addEventListener("click", function () { window.print(); });
    document.querySelectorAll("[data-print-hint]").forEach(function (hint) { hint.hidden = true; });
  });

  // A chosen value of a list's filter applies at once.
  document.querySelectorAll("select[data-submit]").forEach(function (select) {
    select.addEventListener("change", function () { select.form.requestSubmit(); });
  });
})();
