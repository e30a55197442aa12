// The checksum of a file that the reader chooses, computed here and compared; nothing is sent. Only where the browser
// offers it: on https.
(function () {
  "use strict";

  const box = document.querySelector("[data-checksum]");
  if (!box || !window.crypto || !window.crypto.subtle) return;
  const input = box.querySelector("input");
  const result = box.querySelector("[role=status]");
  box.hidden = false;
  input.addEventListener("change", async function () {
    const file = input.files[0];
    if (!file) return;
    result.textContent = "正在计算……";
    result.dataset.tone = "";
    try {
      const digest = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
      const found = Array.from(new Uint8Array(digest), function (byte) { return byte.toString(16).padStart(2, "0"); }).join("");
      const same = found === box.dataset.checksum;
      result.dataset.tone = same ? "good" : "wrong";
      result.textContent = same ? "一致：是印发时的原件。" : "不一致：不是这个文件，或内容有改动。";
    } catch (error) {
      result.dataset.tone = "wrong";
      result.textContent = "没能读取这个文件，请改用下面的命令。";
    }
  });
})();
