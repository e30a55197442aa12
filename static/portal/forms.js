// Forms of the portal: the way to what is wrong, counted texts, files checked before they travel, a question before
// leaving. Every form works without it.
(function () {
  "use strict";
  if (window.portalForms) return;
  window.portalForms = true;

  // ---- errors: the summary has the focus, its links lead into the field
  function focusField(id) {
    const target = document.getElementById(id);
    if (!target) return false;
    const wrong = '[aria-invalid="true"], .is-invalid';
    const field = target.matches("input, select, textarea")
      ? target : target.querySelector(wrong) || target.querySelector("input:not([type=hidden])") || target;
    const box = document.getElementById("div_" + id) || field.closest("fieldset, .mb-3") || field;
    box.scrollIntoView({ block: "start" });
    field.focus({ preventScroll: true });
    return true;
  }
  document.addEventListener("click", function (event) {
    const link = event.target.closest("[data-form-errors] a");
    if (link && focusField(link.hash.slice(1))) {
      event.preventDefault();
      history.replaceState(null, "", link.hash);
    }
  });
  const summary = document.querySelector("[data-form-errors]");
  if (summary) {
    summary.focus();
    document.title = "有误：" + document.title.trim();
  }

  // ---- long texts: how much is still free; said aloud only when it gets tight
  function lengthOf(text) { return Array.from(text.replace(/\r\n/g, "\n")).length; }
  document.querySelectorAll("form[data-guard] [data-limit]").forEach(function (field) {
    const limit = Number(field.dataset.limit);
    const isLong = field.tagName === "TEXTAREA";
    const line = document.createElement("div");
    const aloud = document.createElement("span");
    line.className = "counter";
    aloud.className = "visually-hidden";
    aloud.setAttribute("role", "status");
    field.after(line, aloud);
    function tell() {
      const used = lengthOf(field.value);
      const tight = used > limit * 0.9;
      line.hidden = !(isLong || tight) || !used;
      line.classList.toggle("counter--over", used > limit);
      line.textContent = used > limit ? "超出 " + (used - limit) + " 个字" : used + " / " + limit + " 字";
      aloud.textContent = used > limit ? "超出字数限制" : tight ? "接近字数限制" : "";
    }
    field.addEventListener("input", tell);
    tell();
  });

  // ---- files: kind and size before the way, and what was chosen
  function sizeOf(bytes) {
    return bytes < 1 << 20 ? Math.max(1, Math.round(bytes / 1024)) + " KB" : (bytes / (1 << 20)).toFixed(1) + " MB";
  }
  function refusal(file, limits) {
    const ending = file.name.toLowerCase().split(".").pop();
    const limit = limits[ending];
    if (limit === undefined) return "不支持这种文件，没有选入。";
    if (file.size === 0) return "文件是空的，没有选入。";
    if (file.size > limit) return sizeOf(file.size) + "，超过 " + (limit >> 20) + " MB，没有选入。";
    return "";
  }
  function show(list, name, text, isWrong) {
    const item = document.createElement("li");
    const label = document.createElement("strong");
    label.textContent = name;
    item.append(label, "　" + text);
    item.classList.toggle("is-wrong", isWrong);
    list.append(item);
  }
  document.querySelectorAll("[data-file-field]").forEach(function (box) {
    const input = box.querySelector("input[type=file]");
    const list = box.querySelector("[data-chosen]");
    const limits = JSON.parse(input.dataset.limits || "{}");
    box.querySelector("[data-choose]").hidden = false;
    input.classList.add("visually-hidden");
    input.addEventListener("change", function () {
      const kept = new DataTransfer();
      list.replaceChildren();
      Array.from(input.files).forEach(function (file) {
        const wrong = refusal(file, limits);
        if (!wrong) kept.items.add(file);
        show(list, file.name, wrong || sizeOf(file.size), Boolean(wrong));
      });
      if (kept.files.length !== input.files.length) input.files = kept.files;
      list.hidden = !list.children.length;
    });
  });

  // ---- leaving with something typed asks first; a saved draft counts as kept (form-drafts.js takes the mark away)
  document.querySelectorAll('form[data-guard="typed"]').forEach(function (form) {
    function touch() { form.dataset.dirty = "yes"; }
    form.addEventListener("input", touch);
    form.addEventListener("change", touch);
    if (form.dataset.typed) touch();
    form.addEventListener("submit", function () {
      delete form.dataset.dirty;
      // A login in another window has changed the token; the cookie has the one that holds.
      const token = form.elements.csrfmiddlewaretoken;
      const cookie = /(?:^|; )csrftoken=([^;]+)/.exec(document.cookie);
      if (token && cookie) token.value = cookie[1];
    });
  });
  window.addEventListener("beforeunload", function (event) {
    if (document.querySelector("form[data-dirty]")) event.preventDefault();
  });
})();
