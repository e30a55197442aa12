// Rows of a form in place: add, remove, bring back, move. Without it the same buttons ask the server.
(function () {
  "use strict";
  if (window.portalFormRows) return;
  window.portalFormRows = true;

  document.querySelectorAll("[data-rows]").forEach(function (box) {
    const prefix = box.dataset.rows;
    const list = box.querySelector(".rows__list");
    const total = box.querySelector('[name="' + prefix + '-TOTAL_FORMS"]');
    const said = box.querySelector("[data-rows-said]");
    const adding = box.querySelector('[data-act="add"]');

    function rows(all) {
      return Array.from(list.children).filter(function (row) { return all || !row.classList.contains("is-out"); });
    }
    function input(row, name) {
      return row.querySelector('[name="' + prefix + "-" + row.dataset.row + "-" + name + '"]');
    }
    function changed(text) {
      rows(true).forEach(function (row, place) { input(row, "ORDER").value = place + 1; });
      label();
      said.textContent = text;
      box.dispatchEvent(new Event("input", { bubbles: true }));
    }
    function label() {
      const shown = rows();
      shown.forEach(function (row, place) {
        row.querySelector(".rows__fields").setAttribute("aria-label", box.dataset.rowName + " 第 " + (place + 1) + " 行");
        const acts = { up: "上移", down: "下移", remove: "移除" };
        Object.keys(acts).forEach(function (act) {
          row.querySelector('[data-act="' + act + '"]').setAttribute("aria-label", acts[act] + "第 " + (place + 1) + " 行");
        });
        row.querySelector('[data-act="up"]').disabled = place === 0;
        row.querySelector('[data-act="down"]').disabled = place === shown.length - 1;
      });
      adding.disabled = shown.length >= Number(box.dataset.most) || Number(total.value) >= 50;
    }
    function firstField(row) { return row.querySelector("input:not([type=hidden]), select, textarea"); }
    function nameOf(row) { return "第 " + (rows().indexOf(row) + 1) + " 行"; }

    const acts = {
      add: function () {
        const html = box.querySelector("template").innerHTML.replace(/__prefix__/g, total.value);
        list.insertAdjacentHTML("beforeend", html);
        total.value = Number(total.value) + 1;
        const row = list.lastElementChild;
        changed("已添加" + box.dataset.rowName + "，" + nameOf(row));
        firstField(row).focus();
      },
      remove: function (row) {
        const text = "已移除" + nameOf(row) + "，可以恢复";
        row.classList.add("is-out");
        input(row, "DELETE").value = "on";
        changed(text);
        row.querySelector('[data-act="keep"]').focus();
      },
      keep: function (row) {
        row.classList.remove("is-out");
        input(row, "DELETE").value = "";
        changed("已恢复" + nameOf(row));
        firstField(row).focus();
      },
      up: function (row) { move(row, -1); },
      down: function (row) { move(row, 1); },
    };
    function move(row, step) {
      const shown = rows();
      const other = shown[shown.indexOf(row) + step];
      if (!other) return;
      if (step < 0) other.before(row); else other.after(row);
      changed("已移到" + nameOf(row));
      const again = row.querySelector('[data-act="' + (step < 0 ? "up" : "down") + '"]');
      (again.disabled ? row.querySelector('[data-act="' + (step < 0 ? "down" : "up") + '"]') : again).focus();
    }

    box.addEventListener("rows:moved", function () { changed("已调整顺序"); });  // somebody dragged a row
    box.addEventListener("click", function (event) {
      const button = event.target.closest("[data-act]");
      if (!button) return;
      event.preventDefault();
      acts[button.dataset.act](button.closest(".rows__row"));
    });
    label();
  });
})();
