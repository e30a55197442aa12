// Passkeys: the browser's own dialog behind a button. webauthn-json.js (allauth's) translates the options.
(function () {
  "use strict";

  const REASONS = {
    NotAllowedError: "没有完成验证：已取消，或等待超时。请再试一次。",
    InvalidStateError: "这台设备已经添加过，不必重复添加。",
    SecurityError: "当前网址不能使用通行密钥，请用门户的正式网址打开。",
    NotSupportedError: "这台设备不支持通行密钥，请改用验证器。",
  };
  const FAILED = "没有成功，请稍后再试，或改用其他方式。";
  const UNSUPPORTED = "当前浏览器不支持通行密钥，请换用新版的 Edge、Chrome、火狐或 Safari 浏览器。";

  function say(form, text) {
    form.querySelector(".passkey-status").textContent = text;
  }

  // The options stand in the page, or are fetched when nobody is known yet.
  async function options(form) {
    if (form.dataset.options) return JSON.parse(document.getElementById(form.dataset.options).textContent);
    const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error("no options");
    return answer.json();
  }

  async function create(form) {
    const wanted = (await options(form)).creation_options;
    const box = form.querySelector("input[name=passwordless]");
    const selection = wanted.publicKey.authenticatorSelection;
    if (box) {
      selection.residentKey = box.checked ? "required" : "discouraged";
      selection.requireResidentKey = box.checked;
      if (box.checked) selection.userVerification = "required";
    }
    return window.webauthnJSON.create(wanted);
  }

  async function get(form) {
    return window.webauthnJSON.get((await options(form)).request_options);
  }

  document.querySelectorAll("form[data-passkey]").forEach(function (form) {
    const button = form.querySelector("button[type=button]");
    if (!window.PublicKeyCredential) {
      say(form, UNSUPPORTED);
      return;
    }
    form.hidden = false;
    async function run() {
      button.disabled = true;
      say(form, "请按设备的提示操作……");
      try {
        const credential = await (form.dataset.passkey === "add" ? create(form) : get(form));
        form.elements.credential.value = JSON.stringify(credential);
        say(form, "");
        form.submit();
      } catch (error) {
        say(form, REASONS[error.name] || FAILED);
        button.disabled = false;
      }
    }
    button.addEventListener("click", run);
    // Enter in a field of the form means the button, never a form without a passkey.
    form.addEventListener("submit", function (event) {
      event.preventDefault();
      event.stopImmediatePropagation();
      run();
    }, true);
    button.disabled = false;  // the page gives it out disabled: a press before this script is there would be lost
  });
})();
