// Pictures of an article: each travels as soon as it is chosen and becomes a row; rows are dragged into their order.
// Without it the chosen files go along with the form, and the arrow buttons ask the server.
(function () {
  "use strict";
  if (window.portalPictureRows) return;
  window.portalPictureRows = true;

  function token() {
    const cookie = /(?:^|; )csrftoken=([^;]+)/.exec(document.cookie);
    const field = document.querySelector("[name=csrfmiddlewaretoken]");
    return cookie ? cookie[1] : field ? field.value : "";
  }
  function send(address, file) {
    const body = new FormData();
    body.append("file", file);
    const headers = { "X-CSRFToken": token(), "Accept": "application/json" };
    return fetch(address, { method: "POST", body: body, headers: headers, credentials: "same-origin" })
      .then(function (answer) {
        const isOurs = (answer.headers.get("Content-Type") || "").startsWith("application/json");
        return isOurs ? answer.json() : { error: answer.ok ? "登录已过期，请重新登录后再上传。" : "没有上传成功，请再试一次。" };
      })
      .catch(function () { return { error: "网络不通，没有上传成功。" }; });
  }

  document.querySelectorAll("[data-pictures]").forEach(function (box) {
    const prefix = box.dataset.rows;
    const list = box.querySelector(".rows__list");
    const input = box.querySelector("input[type=file]");
    const place = box.querySelector(".pictures__add");
    const refused = box.querySelector("[data-refused]");
    const said = box.querySelector("[data-rows-said]");
    box.classList.add("is-live");
    box.querySelector("[data-choose]").hidden = false;
    input.classList.add("visually-hidden");

    function say(file, text, isWrong) {
      const item = document.createElement("li");
      const name = document.createElement("strong");
      name.textContent = file.name;
      item.append(name, "　" + text);
      item.classList.toggle("is-wrong", isWrong);
      refused.append(item);
      refused.hidden = false;
      return item;
    }
    function add(answer) {
      box.querySelector('[data-act="add"]').click();
      const row = list.lastElementChild;
      row.querySelector('[name="' + prefix + "-" + row.dataset.row + '-stored"]').value = answer.token;
      row.querySelector("[data-picture]").src = answer.picture;
      box.dispatchEvent(new Event("input", { bubbles: true }));
    }
    function full() {
      return list.querySelectorAll(".rows__row:not(.is-out)").length >= Number(box.dataset.most);
    }
    async function take(files) {
      refused.replaceChildren();
      refused.hidden = true;
      for (const file of files) {
        if (file.size > Number(box.dataset.mostBytes)) { say(file, "超过 " + (box.dataset.mostBytes >> 20) + " MB，没有选入。", true); continue; }
        if (full()) { say(file, "图片已满 " + box.dataset.most + " 张，没有选入。", true); continue; }
        const line = say(file, "正在上传……", false);
        const answer = await send(box.dataset.upload, file);
        line.remove();
        if (answer.error) say(file, answer.error, true); else add(answer);
      }
      refused.hidden = !refused.children.length;
    }
    input.addEventListener("change", function (event) {
      const files = Array.from(input.files);
      event.stopPropagation();
      input.value = "";
      take(files);
    });
    ["dragenter", "dragover"].forEach(function (name) {
      place.addEventListener(name, function (event) { event.preventDefault(); place.classList.add("is-over"); });
    });
    place.addEventListener("dragleave", function () { place.classList.remove("is-over"); });
    place.addEventListener("drop", function (event) {
      event.preventDefault();
      place.classList.remove("is-over");
      take(Array.from(event.dataTransfer.files));
    });

    // ---- into order, by mouse or finger
    let dragged = null;
    list.addEventListener("pointerdown", function (event) {
      const handle = event.target.closest("[data-handle]");
      if (!handle) return;
      event.preventDefault();
      dragged = handle.closest(".rows__row");
      dragged.classList.add("is-dragged");
      handle.setPointerCapture(event.pointerId);
    });
    list.addEventListener("pointermove", function (event) {
      if (!dragged) return;
      const others = Array.from(list.children).filter(function (row) { return row !== dragged; });
      const next = others.find(function (row) {
        const at = row.getBoundingClientRect();
        return event.clientY < at.top + at.height / 2;
      });
      if (next) { if (next.previousElementSibling !== dragged) next.before(dragged); }
      else if (list.lastElementChild !== dragged) list.append(dragged);
    });
    ["pointerup", "pointercancel"].forEach(function (name) {
      list.addEventListener(name, function () {
        if (!dragged) return;
        dragged.classList.remove("is-dragged");
        dragged = null;
        box.dispatchEvent(new Event("rows:moved"));
        said.textContent = "已调整图片顺序";
      });
    });
  });
})();
