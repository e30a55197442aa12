// The page of a vote: asks every few seconds for the part that has changed. Without it the page is reloaded by hand.
(function () {
  "use strict";
  const box = document.getElementById("tally-now");
  const lost = document.getElementById("tally-lost");
  if (!box || !box.dataset.every) return;
  let tag = box.dataset.tag;
  let asking = false;
  let failures = 0;

  async function ask() {
    if (asking || document.hidden) return;
    asking = true;
    try {
      const headers = { "If-None-Match": tag, "X-Background-Request": "1" };
      const answer = await fetch(box.dataset.src, { headers: headers, redirect: "manual", credentials: "same-origin" });
      if (answer.status === 200) {
        tag = answer.headers.get("ETag") || "";
        box.innerHTML = await answer.text();
      } else if (answer.status !== 304) {
        throw new Error(String(answer.status));
      }
      failures = 0;
      lost.hidden = true;
    } catch (error) {
      failures += 1;
      lost.hidden = failures < 2;
    } finally {
      asking = false;
    }
  }

  document.addEventListener("visibilitychange", ask);
  window.setInterval(ask, Number(box.dataset.every) * 1000);
})();
