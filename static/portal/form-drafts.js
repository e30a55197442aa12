// Long forms save themselves while somebody writes. What cannot be sent waits in this window (sessionStorage, so that
// the next person at this computer finds nothing) and is sent as soon as the network or the login is back.
(function () {
  "use strict";
  if (window.portalFormDrafts) return;
  window.portalFormDrafts = true;
  const PAUSE = 2000;
  const RETRY = 20000;
  const LARGEST_BEACON = 60000;

  function token() {
    const cookie = /(?:^|; )csrftoken=([^;]+)/.exec(document.cookie);
    const field = document.querySelector("[name=csrfmiddlewaretoken]");
    return cookie ? cookie[1] : field ? field.value : "";
  }

  function post(url, entries, more) {
    const body = new FormData();
    entries.forEach(function (entry) { body.append(entry[0], entry[1]); });
    const headers = { "X-CSRFToken": token(), "Accept": "application/json" };
    return fetch(url, Object.assign({ method: "POST", body: body, headers: headers, credentials: "same-origin" }, more))
      .then(function (answer) {
        const isOurs = (answer.headers.get("Content-Type") || "").startsWith("application/json");
        // An answer in another form is the login page, to which the server sent us; or an error of the server.
        if (!isOurs) return { error: answer.ok || answer.status === 403 ? "login" : "away" };
        return answer.json();
      });
  }

  function keepDrafts(form) {
    const url = form.dataset.autosave;
    const slot = "portal-form:" + form.dataset.key;
    const line = form.querySelector("[data-draft-status]");
    let typed = form.dataset.typed ? 1 : 0;
    let saved = 0;
    let timer = 0;
    let running = null;
    let stopped = false;

    function say(text, tone, link) {
      if (line.dataset.text === text) return;
      line.dataset.text = text;
      line.dataset.tone = tone || "";
      line.replaceChildren(text);
      if (link) line.append(" ", link);
    }
    function entries() {
      return Array.from(new FormData(form).entries()).filter(function (entry) {
        const field = form.elements.namedItem(entry[0]);
        return typeof entry[1] === "string" && entry[0] !== "csrfmiddlewaretoken" && !(field && field.type === "password");
      });
    }
    // Whether two lists say the same to a reader: the server numbers rows anew, leaves out blank and removed ones, and
    // counts them afresh; and every page carries marks of its own.
    function same(one, other) { return JSON.stringify(said(one)) === JSON.stringify(said(other)); }
    function said(list) {
      const values = Object.fromEntries(list);
      const rows = {};
      const plain = [];
      list.forEach(function (entry) {
        const inRow = /^((.+)-(\d+))-(.+)$/.exec(entry[0]);
        if (!inRow) {
          if (entry[1] && !/^_|^form_token$|-(TOTAL|INITIAL|MIN_NUM|MAX_NUM)_FORMS$/.test(entry[0])) plain.push(entry);
          return;
        }
        const [row, name, number, field] = inRow.slice(1);
        if (!entry[1] || field === "ORDER" || field === "DELETE" || values[row + "-DELETE"]) return;
        const place = [Number(values[row + "-ORDER"]) || Number(number) + 1, Number(number)];
        rows[row] = rows[row] || { name: name, place: place, said: [] };
        rows[row].said.push([field, entry[1]]);
      });
      const inOrder = Object.values(rows).sort(function (a, b) {
        return a.name.localeCompare(b.name) || a.place[0] - b.place[0] || a.place[1] - b.place[1];
      });
      return [plain, inOrder.map(function (row) { return [row.name, row.said]; })];
    }
    function keepHere(list) {
      try {
        sessionStorage.setItem(slot, JSON.stringify({ owner: form.dataset.owner, entries: list }));
        return true;
      } catch (full) { return false; }
    }
    function drop() { try { sessionStorage.removeItem(slot); } catch (blocked) { /* nothing was kept */ } }
    function wait(pause) { clearTimeout(timer); timer = setTimeout(save, pause); }

    function button(text, act) {
      const made = document.createElement("button");
      made.type = "button";
      made.className = "btn btn-outline-primary";
      made.textContent = text;
      made.addEventListener("click", act);
      return made;
    }
    function loginLink(address) {
      const made = document.createElement("a");
      made.href = address || "/accounts/login/?next=" + encodeURIComponent(location.pathname);
      made.textContent = "重新登录";
      made.addEventListener("click", function () { delete form.dataset.dirty; });
      return made;
    }

    const refused = {
      login: function (answer, list) {
        const kept = keepHere(list);
        say(kept ? "登录已过期，内容保存在本机，请" : "登录已过期，请先复制内容，再", "wait", loginLink(answer.login));
        wait(RETRY);
      },
      away: function (answer, list) {
        keepHere(list);
        say("未能保存，网络恢复后会重试", "wait");
        wait(RETRY);
      },
      account: function () {
        stopped = true;
        say("已换了账号登录，这里的内容不再自动保存", "wrong");
      },
      closed: function () {
        stopped = true;
        say("这份表单已在另一个窗口提交，这里的改动不再自动保存", "wrong");
      },
      taken: function () {
        stopped = true;
        say("另一个窗口也在填写这份表单，这里不再自动保存", "wait", button("改存本窗口的内容", function () {
          stopped = false;
          save(null, "take");
        }));
      },
      long: function () { say("内容过长，未能自动保存，请及时保存或提交", "wait"); },
      stale: function () {
        stopped = true;
        say("页面打开过久，不再自动保存，请及时保存或提交", "wait");
      },
    };

    function save(more, act) {
      clearTimeout(timer);
      if (stopped || typed === saved) return;
      if (running) { wait(PAUSE); return; }
      const mark = typed;
      const list = entries();
      running = new AbortController();
      const sending = act ? list.concat([["_act", act]]) : list;
      post(url, sending, Object.assign({ signal: running.signal }, more))
        .then(function (answer) {
          running = null;
          if (answer.error) { refused[answer.error](answer, list); return; }
          saved = mark;
          drop();
          say("已保存 " + answer.saved, "good");
          if (typed === mark) delete form.dataset.dirty; else wait(PAUSE);
        })
        .catch(function (failed) {
          running = null;
          if (failed.name !== "AbortError") refused.away({}, list);
        });
    }

    function saveAndGo() {
      if (stopped || typed === saved) return;
      const list = entries();
      keepHere(list);
      const size = list.reduce(function (sum, entry) { return sum + new Blob([entry[0], entry[1]]).size + 150; }, 0);
      if (size < LARGEST_BEACON) save({ keepalive: true });
    }

    form.addEventListener("input", function () { typed += 1; wait(PAUSE); });
    form.addEventListener("change", function () { typed += 1; wait(PAUSE); });
    form.addEventListener("submit", function () {
      stopped = true;
      clearTimeout(timer);
      if (running) running.abort();
    });
    window.addEventListener("pageshow", function (event) { if (event.persisted) stopped = false; });
    window.addEventListener("pagehide", saveAndGo);
    window.addEventListener("online", function () { save(); });
    document.addEventListener("visibilitychange", function () {
      if (document.visibilityState === "hidden") saveAndGo(); else save();
    });

    // What an earlier visit of this window could not send: the server takes it now, and the form comes back with it.
    function recover() {
      let kept = null;
      try { kept = JSON.parse(sessionStorage.getItem(slot)); } catch (blocked) { return; }
      if (!kept) return;
      if (kept.owner !== form.dataset.owner || form.dataset.typed || same(kept.entries, entries())) { drop(); return; }
      post(url, kept.entries.concat([["_act", "take"]]), {}).then(function (answer) {
        if (answer.error === "away" || answer.error === "login") return;
        drop();
        if (answer.error) return;
        if (!typed) { location.reload(); return; }
        stopped = true;  // what is written here meanwhile must not be taken away, nor wipe what was found
        say("找回了上次没有保存的内容", "wait", button("换成找回的内容", function () {
          delete form.dataset.dirty;
          location.reload();
        }));
      }).catch(function () { say("网络不通，本机保存的内容还在，恢复后请刷新页面", "wait"); });
    }
    // What was typed before this script was there (a slow network, a quick hand).
    function typedEarly() {
      return Array.from(form.elements).some(function (field) {
        if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
        return /^(text|email|tel|url|number|date|search|textarea)$/.test(field.type) && field.value !== field.defaultValue;
      });
    }
    if (typedEarly()) typed += 1;
    recover();
    if (typed) wait(0);
  }

  document.querySelectorAll("form[data-autosave]").forEach(keepDrafts);
})();
