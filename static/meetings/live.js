// The live page: asks every few seconds for what has changed, and lets the clock of the current item run.
(function () {
  "use strict";
  const box = document.getElementById("live-now");
  if (!box) return;
  const lost = document.getElementById("live-lost");
  const said = document.getElementById("said");
  const every = Number(box.dataset.every) * 1000;
  let tag = box.dataset.tag;
  let ahead = null; // by how much the server's clock is ahead of this one, in ms
  let failures = 0;
  let asking = false;
  let over = false;

  function title() {
    const inner = box.querySelector("[data-live-title]");
    return inner ? inner.dataset.liveTitle : "";
  }

  function tick() {
    const clock = box.querySelector("[data-since]");
    if (!clock || ahead === null || !clock.dataset.since) return;
    const seconds = Math.max(0, Math.floor((Date.now() + ahead - Date.parse(clock.dataset.since)) / 1000));
    const planned = Number(clock.dataset.planned) * 60;
    const late = planned > 0 && seconds > planned;
    const run = clock.querySelector("[data-clock]");
    const two = function (number) { return String(number).padStart(2, "0"); };
    const hours = Math.floor(seconds / 3600);
    run.textContent = (hours ? hours + ":" : "") + two(Math.floor(seconds / 60) % 60) + ":" + two(seconds % 60);
    run.hidden = false;
    clock.classList.toggle("live-clock--over", late);
    clock.querySelector("[data-over]").hidden = !late;
  }

  function tell(text) {
    lost.textContent = text;
    lost.hidden = !text;
  }

  function show(html) {
    const before = title();
    const focused = document.activeElement && box.contains(document.activeElement) ? document.activeElement.value : null;
    box.innerHTML = html;
    if (focused) {
      const again = box.querySelector('button[value="' + CSS.escape(focused) + '"]');
      if (again) again.focus();
    }
    if (said && title() !== before) said.textContent = title();
  }

  async function ask() {
    if (asking || over || document.hidden) return;
    asking = true;
    try {
      const headers = { "If-None-Match": tag, "X-Background-Request": "1" };
      const answer = await fetch(box.dataset.src, { headers: headers, redirect: "manual", credentials: "same-origin" });
      const date = answer.headers.get("Date");
      if (date) ahead = ahead === null ? Date.parse(date) - Date.now() : Math.max(ahead, Date.parse(date) - Date.now());
      if (answer.status === 200) {
        tag = answer.headers.get("ETag") || "";
        show(await answer.text());
      } else if (answer.status !== 304) {
        over = answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403 || answer.status === 404;
        throw new Error(String(answer.status));
      }
      failures = 0;
      tell("");
    } catch (error) {
      failures += 1;
      if (over) tell("登录已过期，或您已不在参会范围内，本页不再更新。请重新打开本页。");
      else if (failures > 1) tell("网络中断，正在重新连接……");
    } finally {
      asking = false;
      tick();
    }
  }

  document.addEventListener("visibilitychange", ask);
  window.setInterval(ask, every);
  window.setInterval(tick, 1000);
  ask();
})();
