// Reading an issue: how far one is, the size of the text, and where one is in the contents beside the text.
(function () {
  "use strict";

  const root = document.documentElement;
  const text = document.querySelector("[data-reading-text]");
  const bar = document.querySelector("[data-reading-bar]");
  const button = document.querySelector(".to-contents");

  // ---- how far
  function measure() {
    const box = text.getBoundingClientRect();
    const way = box.height - window.innerHeight;
    const done = way > 0 ? Math.min(1, Math.max(0, -box.top / way)) : 1;
    bar.style.setProperty("--read", done.toFixed(4));
    // Beyond the text it would only stand on top of what comes there.
    button.classList.toggle("to-contents--away", box.bottom < window.innerHeight);
  }

  if (text && bar && button) {
    let waiting = false;
    const later = function () {
      if (waiting) return;
      waiting = true;
      requestAnimationFrame(function () { waiting = false; measure(); });
    };
    addEventListener("scroll", later, { passive: true });
    addEventListener("resize", later);
    measure();
  }

  // ---- the size of the text, kept in this browser
  const KEY = "reading-size";
  const buttons = Array.from(document.querySelectorAll("[data-size]"));

  function show(size) {
    root.dataset.reading = size;
    buttons.forEach(function (button) {
      button.setAttribute("aria-pressed", String(button.dataset.size === size));
    });
  }

  function kept() {
    try { return localStorage.getItem(KEY) || ""; } catch (error) { return ""; }
  }

  const sizes = buttons.map(function (button) { return button.dataset.size; });
  show(sizes.includes(kept()) ? kept() : "m");
  buttons.forEach(function (button) {
    button.addEventListener("click", function () {
      show(button.dataset.size);
      try { localStorage.setItem(KEY, button.dataset.size); } catch (error) { /* a private window keeps nothing */ }
    });
  });

  // ---- where one is
  const links = new Map();
  document.querySelectorAll("#contents ol a").forEach(function (link) {
    const target = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (target) links.set(target, link);
  });
  if (!("IntersectionObserver" in window) || !links.size) return;
  const inView = new Set();
  let current = null;
  const watcher = new IntersectionObserver(function (entries) {
    entries.forEach(function (entry) {
      if (entry.isIntersecting) inView.add(entry.target);
      else inView.delete(entry.target);
    });
    const first = Array.from(links.keys()).find(function (target) { return inView.has(target); });
    if (!first || links.get(first) === current) return;
    if (current) current.removeAttribute("aria-current");
    current = links.get(first);
    current.setAttribute("aria-current", "location");
    const side = document.querySelector(".issue-side");
    if (side && side.scrollHeight > side.clientHeight + 1) {
      side.scrollTop = current.offsetTop - side.clientHeight / 3;
    }
  }, { rootMargin: "-15% 0px -70% 0px" });
  links.forEach(function (link, target) { watcher.observe(target); });
})();
