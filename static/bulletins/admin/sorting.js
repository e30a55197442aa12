// Lists whose rows are moved: by the handle with mouse, finger or pen, and with the arrow keys on the same handle.
// `sortable({root, list, item, onMoved})`: rows go within a list and from one list to another below `root`.
(function () {
  "use strict";

  function place(options, row, x, y) {
    const under = document.elementFromPoint(x, y);
    if (!under || !options.root.contains(under)) return;
    const other = under.closest(options.item);
    if (other && other !== row && options.root.contains(other)) {
      const box = other.getBoundingClientRect();
      if (y < box.top + box.height / 2) other.before(row);
      else other.after(row);
      return;
    }
    const list = under.closest(options.list) || (options.zone && under.closest(options.zone)?.querySelector(options.list));
    if (list && !list.contains(row) && !other) list.append(row);
  }

  function edge(y) {
    const near = 60;
    if (y < near) window.scrollBy(0, -12);
    else if (y > window.innerHeight - near) window.scrollBy(0, 12);
  }

  // The document listens: a handle whose row is moved in the page would lose the pointer.
  function drag(options, row, grip, event) {
    const before = { list: row.parentElement, next: row.nextElementSibling };
    let moved = false;
    event.preventDefault();
    grip.focus();
    row.classList.add("is-dragged");
    document.documentElement.classList.add("is-sorting");
    const move = (each) => {
      moved = true;
      edge(each.clientY);
      place(options, row, each.clientX, each.clientY);
    };
    const end = (isKept) => {
      document.removeEventListener("pointermove", move);
      document.removeEventListener("pointerup", up);
      document.removeEventListener("pointercancel", cancel);
      document.removeEventListener("keydown", key, true);
      row.classList.remove("is-dragged");
      document.documentElement.classList.remove("is-sorting");
      if (!isKept) before.list.insertBefore(row, before.next);
      else if (moved && (row.parentElement !== before.list || row.nextElementSibling !== before.next)) options.onMoved(row, before);
    };
    const up = () => end(true);
    const cancel = () => end(false);
    const key = (each) => {
      if (each.key !== "Escape") return;
      each.preventDefault();
      end(false);
    };
    document.addEventListener("pointermove", move);
    document.addEventListener("pointerup", up);
    document.addEventListener("pointercancel", cancel);
    document.addEventListener("keydown", key, true);
  }

  // One place up (-1) or down (1); at the edge of a list into the neighbour list. Says whether there was a place.
  function step(options, row, by) {
    const before = { list: row.parentElement, next: row.nextElementSibling };
    const sibling = by < 0 ? row.previousElementSibling : row.nextElementSibling;
    if (sibling) {
      if (by < 0) sibling.before(row);
      else sibling.after(row);
    } else {
      const lists = [...options.root.querySelectorAll(options.list)];
      const list = lists[lists.indexOf(row.parentElement) + by];
      if (!list) return false;
      if (by < 0) list.append(row);
      else list.prepend(row);
    }
    options.onMoved(row, before);
    return true;
  }

  window.sortable = function (options) {
    options.root.addEventListener("pointerdown", (event) => {
      const grip = event.target.closest("[data-grip]");
      if (!grip || event.button !== 0) return;
      const row = grip.closest(options.item);
      if (row) drag(options, row, grip, event);
    });
    options.root.addEventListener("keydown", (event) => {
      const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
      const grip = event.target.closest("[data-grip]");
      if (!by || !grip) return;
      event.preventDefault();
      step(options, grip.closest(options.item), by);
      grip.focus();
    });
    return { step: (row, by) => step(options, row, by) };
  };
})();
