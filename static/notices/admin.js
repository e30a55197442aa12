// The preview of a template follows what staff write; the server fills it, so that it is what will be sent.
document.addEventListener("DOMContentLoaded", function () {
  "use strict";

  const box = document.querySelector("[data-preview]");
  if (!box) return;
  const form = document.querySelector('textarea[name="body"]').form;
  let waiting = 0;

  function refresh() {
    const data = new FormData(form);
    fetch(box.dataset.preview, { method: "POST", body: data, credentials: "same-origin" })
      .then(function (answer) { return answer.ok ? answer.json() : Promise.reject(); })
      .then(function (texts) {
        box.querySelectorAll("[data-sample]").forEach(function (place) {
          place.textContent = texts[place.dataset.sample];
        });
      })
      .catch(function () {});
  }

  form.addEventListener("input", function () {
    window.clearTimeout(waiting);
    waiting = window.setTimeout(refresh, 400);
  });
});
