// The workbench of an issue: order saved at once, dialogs, the preview beside it, pictures in their order.
document.addEventListener("DOMContentLoaded", () => {
  "use strict";
  const token = () => {
    const cookie = /(?:^|; )csrftoken=([^;]+)/.exec(document.cookie);
    return cookie ? cookie[1] : document.querySelector("[name=csrfmiddlewaretoken]")?.value || "";
  };

  // ---------------------------------------------------------------- dialogs
  for (const opener of document.querySelectorAll("[data-dialog]")) {
    const dialog = document.getElementById(opener.dataset.dialog);
    if (!dialog || !dialog.showModal) continue;
    opener.setAttribute("role", "button");
    opener.addEventListener("click", (event) => { event.preventDefault(); dialog.showModal(); });
    opener.addEventListener("keydown", (event) => { if (event.key === " ") { event.preventDefault(); dialog.showModal(); } });
    dialog.addEventListener("click", (event) => { if (event.target.closest("[data-dialog-close]")) dialog.close(); });
  }
  document.addEventListener("click", (event) => {
    for (const menu of document.querySelectorAll("details.board-menu[open]")) {
      if (!menu.contains(event.target)) menu.open = false;
    }
  });
  document.addEventListener("keydown", (event) => {
    const menu = event.key === "Escape" && event.target.closest("details.board-menu[open]");
    if (menu) { menu.open = false; menu.querySelector("summary").focus(); }
  });

  // ---------------------------------------------------------------- the preview at the width that is there
  const SHEET = 794; // CSS pixels of a page of A4
  const frames = [...document.querySelectorAll("[data-sheet-view]")].map((view) => ({ view, frame: view.querySelector("iframe") }));
  const fit = ({ view, frame }) => {
    const scale = Math.min(1, view.clientWidth / SHEET);
    frame.style.width = `${view.clientWidth / scale}px`;
    frame.style.height = `${view.clientHeight / scale}px`;
    frame.style.transform = `scale(${scale})`;
  };
  const watcher = new ResizeObserver((entries) => {
    for (const { target } of entries) fit(frames.find((each) => each.view === target));
  });
  frames.forEach(({ view }) => watcher.observe(view));
  const reload = () => {
    for (const { frame } of frames) {
      const inside = frame.contentWindow;
      const at = inside ? inside.scrollY : 0;
      frame.addEventListener("load", () => frame.contentWindow.scrollTo(0, at), { once: true });
      inside.location.reload();
    }
  };

  // ---------------------------------------------------------------- the order of the entries
  const board = document.querySelector("[data-board][data-may-edit]");
  if (board) {
    const said = document.querySelector("[data-said]");
    const say = (text, isWrong = false) => {
      said.textContent = text;
      said.classList.toggle("is-wrong", isWrong);
    };
    const order = () => [...board.querySelectorAll("[data-section]")].map((section) => ({
      section: Number(section.dataset.section),
      entries: [...section.querySelectorAll("[data-entry]")].map((card) => Number(card.dataset.entry)),
    }));
    const count = () => {
      for (const section of board.querySelectorAll("[data-section]")) {
        section.querySelector("[data-count]").textContent = `${section.querySelectorAll("[data-entry]").length} 篇`;
      }
    };
    const where = (card) => {
      const list = card.parentElement;
      const section = card.closest("[data-section]").querySelector("h2").textContent.trim();
      return `“${card.dataset.title}”在“${section}”第 ${[...list.children].indexOf(card) + 1} 位，共 ${list.children.length} 篇`;
    };
    // One request at a time, the newest order last: two quick moves never overtake each other.
    let waiting = null;
    let busy = false;
    let steady = board.querySelectorAll("[data-cards]").length ? snapshot() : [];
    function snapshot() {
      return [...board.querySelectorAll("[data-cards]")].map((list) => [list, [...list.children]]);
    }
    const restore = () => { steady.forEach(([list, cards]) => list.append(...cards)); count(); };
    const send = async (card) => {
      waiting = card;
      if (busy) return;
      busy = true;
      while (waiting) {
        const moved = waiting;
        waiting = null;
        const now = snapshot();
        let refused = "";
        try {
          const answer = await fetch(board.dataset.arrange, {
            method: "POST",
            headers: { "Content-Type": "application/json", "X-CSRFToken": token() },
            body: JSON.stringify(order()),
          });
          if (answer.status === 409) refused = (await answer.json()).refused;
          else if (!answer.ok || answer.redirected) refused = "没有保存，请刷新页面后重试。";
        } catch {
          refused = "网络不通，没有保存。请稍后再试。";
        }
        if (refused) {
          waiting = null;
          restore();
          say(`顺序未改：${refused}`, true);
        } else {
          steady = now;
          if (!waiting) { say(`已保存。${where(moved)}。`); reload(); }
        }
      }
      busy = false;
    };
    const sorting = window.sortable({
      root: board,
      list: "[data-cards]",
      item: "[data-entry]",
      zone: "[data-section]",
      onMoved: (card) => { count(); send(card); },
    });
    board.addEventListener("submit", (event) => {
      const form = event.target.closest("form[data-step]");
      if (!form || !event.submitter) return;
      event.preventDefault();
      event.stopPropagation();
      const button = event.submitter;
      sorting.step(form.closest("[data-entry]"), button.value === "up" ? -1 : 1);
      button.focus();
    }, true);
  }

  // ---------------------------------------------------------------- pictures of an entry
  const shots = document.querySelector("[data-shots]");
  if (shots && shots.querySelector("[data-grip]")) {
    const renumber = () => {
      [...shots.children].forEach((shot, place) => { shot.querySelector("[name$=-order]").value = place + 1; });
      shots.dispatchEvent(new Event("input", { bubbles: true }));
    };
    shots.classList.add("has-order");
    const sorting = window.sortable({ root: shots.parentElement, list: "[data-shots]", item: "[data-shot]", onMoved: renumber });
    shots.addEventListener("click", (event) => {
      const button = event.target.closest("[data-up], [data-down]");
      if (!button) return;
      sorting.step(button.closest("[data-shot]"), button.matches("[data-up]") ? -1 : 1);
      button.focus();
    });
  }

  // ---------------------------------------------------------------- an entry as it is typed
  const live = document.querySelector("form[data-live]");
  if (live && frames.length) {
    let timer = 0;
    let asked = 0;
    const show = async () => {
      const number = ++asked;
      const data = new FormData(live);
      data.delete("uploads");
      const answer = await fetch(live.dataset.live, { method: "POST", body: data, headers: { "X-CSRFToken": token() } }).catch(() => null);
      if (!answer || !answer.ok || answer.redirected || number !== asked) return;
      const { html } = await answer.json();
      const page = frames[0].frame.contentDocument;
      const target = page && page.querySelector("[data-preview-entry]");
      if (target && number === asked) {
        target.innerHTML = html;
        frames[0].view.dataset.shown = String(number);
      }
    };
    live.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(show, 80);
    });
    live.addEventListener("change", (event) => {
      if (!event.target.matches("[type=checkbox], [type=radio], select")) return;
      clearTimeout(timer);
      timer = setTimeout(show, 0);
    });
  }
});
