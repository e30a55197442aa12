// “复制” beside a text. On http, and in WeChat's browser, there is no clipboard to write to: then the text is
// selected and the browser's old command copies it; where that is refused too, it stays selected for a long press.
(function () {
  "use strict";

  function report(selector, text) {
    document.querySelectorAll('[data-copied="' + selector + '"]').forEach(function (place) {
      place.textContent = text;
    });
  }

  function copyOld(source) {
    source.focus();
    source.select();
    source.setSelectionRange(0, source.value.length);
    try {
      return document.execCommand("copy");
    } catch (error) {
      return false;
    }
  }

  document.querySelectorAll("[data-copy]").forEach(function (button) {
    const selector = button.dataset.copy;
    const source = document.querySelector(selector);
    if (!source) return;
    button.hidden = false;
    button.addEventListener("click", function () {
      const done = function () { report(selector, button.dataset.copiedText || "已复制，可以去群里粘贴。"); };
      const fallBack = function () {
        if (copyOld(source)) done();
        else report(selector, "没能自动复制：文字已选中，请长按或按 Ctrl+C 复制。");
      };
      if (navigator.clipboard && window.isSecureContext) navigator.clipboard.writeText(source.value).then(done, fallBack);
      else fallBack();
    });
  });
})();
