// A change form warns before typed text is lost, and a button pressed twice sends once.
document.addEventListener("DOMContentLoaded", () => {
  "use strict";
  // What is not stated stands back; the text itself comes from the server.
  for (const cell of document.querySelectorAll("#result_list td, #result_list th, .readonly")) {
    if (cell.textContent.trim() === "未载明") { cell.classList.add("not-stated"); }
  }
  // The ligature of an icon is no word: screen readers pass it over.
  for (const icon of document.querySelectorAll(".material-symbols-outlined")) { icon.setAttribute("aria-hidden", "true"); }
  // The boxes that choose a record are built by a script: they take over the name of the field that they stand for.
  const nameBoxes = () => {
    for (const box of document.querySelectorAll(".select2-container")) {
      const select = box.previousElementSibling;
      if (!select || select.tagName !== "SELECT") { continue; }
      const label = select.labels && select.labels[0] ? select.labels[0].textContent.replace("*", "").trim() : "";
      const name = select.getAttribute("aria-label") || label || "请选择";
      for (const part of box.querySelectorAll(".select2-selection, .select2-selection__rendered, .select2-search__field")) { part.setAttribute("aria-label", name); }
    }
  };
  // The strokes between the links of a date box stood for links that are not shown here.
  const tidyDates = () => {
    for (const span of document.querySelectorAll(".datetimeshortcuts")) {
      for (const node of [...span.childNodes]) { if (node.nodeType === Node.TEXT_NODE) { node.remove(); } }
    }
  };
  window.addEventListener("load", () => setTimeout(() => { nameBoxes(); tidyDates(); }, 0));
  document.addEventListener("click", (event) => { if (event.target.closest(".add-row")) { setTimeout(nameBoxes, 50); } });
  const forms = document.querySelectorAll("#content-main > form[method=post]");
  let unsaved = false;
  for (const form of forms) {
    const note = () => { unsaved = true; };
    form.addEventListener("input", note);
    form.addEventListener("change", note);
  }
  for (const form of document.querySelectorAll("form[method=post]")) {
    form.addEventListener("submit", (event) => {
      if (form.dataset.sent) { event.preventDefault(); return; }
      const own = [...forms].includes(form);
      if (unsaved && !own && !form.matches("#logout-form") && !window.confirm("本页有尚未保存的修改，继续将丢失。确定继续吗？")) {
        event.preventDefault();
        return;
      }
      unsaved = false;
      form.dataset.sent = "1";
      setTimeout(() => { delete form.dataset.sent; }, 3000);
    });
  }
  window.addEventListener("beforeunload", (event) => { if (unsaved) { event.preventDefault(); } });
});
