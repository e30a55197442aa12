// The editor of an article's text: ProseMirror from the wheel, with bars of our own, in Chinese and for the keyboard.
// The text box keeps the HTML, so drafts, the question before leaving and the sending know nothing of the editor.
const WORDS = {
  placeholder: "在这里写正文，也可以从 Word 或 WPS 粘贴。",
  away: "编辑器没有载入，可以直接填写文字，每段一行。",
  pictures: "粘贴的内容里有图片，没有带入。请在“图片”栏上传。",
  address: "请填写网址，如 https://www.example.com。",
};

// ---------------------------------------------------------------- what is pasted
// Word and WPS write a list as paragraphs that only look like one, and keep the numbers in the text.
function listKind(paragraph) {
  const marker = paragraph.querySelector('[style*="mso-list:Ignore"], [style*="mso-list: Ignore"]');
  const kind = marker && /^\s*[0-9a-z一二三四五六七八九十]+[.．、)）]/i.test(marker.textContent) ? "ol" : "ul";
  if (marker) marker.remove();
  return kind;
}
function makeLists(doc) {
  const items = Array.from(doc.querySelectorAll("p")).filter((p) => /mso-list:\s*l\d/i.test(p.getAttribute("style") || ""));
  let list = null;
  for (const paragraph of items) {
    const kind = listKind(paragraph);
    const item = doc.createElement("li");
    item.append(...paragraph.childNodes);
    if (!list || list.nextElementSibling !== paragraph || list.localName !== kind) {
      list = doc.createElement(kind);
      paragraph.before(list);
    }
    list.append(item);
    paragraph.remove();
  }
}
function rename(doc, from, to) {
  for (const old of doc.querySelectorAll(from)) {
    const made = doc.createElement(to);
    made.append(...old.childNodes);
    old.replaceWith(made);
  }
}
function fromOffice(html, say) {
  const doc = new DOMParser().parseFromString(html.replace(/<!--\[if[\s\S]*?<!\[endif\]-->/gi, ""), "text/html");
  if (doc.querySelector("img, v\\:imagedata")) say(WORDS.pictures);
  for (const gone of doc.querySelectorAll("style, script, meta, link, title, xml, img, o\\:p:empty")) gone.remove();
  makeLists(doc);
  rename(doc, "h1", "h2");
  rename(doc, "h5, h6", "h4");
  // An indent typed by hand: the page makes its own.
  for (const paragraph of doc.querySelectorAll("p, div")) {
    const first = doc.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT).nextNode();
    if (first) first.data = first.data.replace(/^[\s\u3000\u00a0]+/, "");
    if (!paragraph.textContent.trim() && paragraph.localName === "p" && !paragraph.closest("td, th")) paragraph.remove();
  }
  return doc.body.innerHTML;
}

// ---------------------------------------------------------------- links
function addressOf(typed) {
  const text = typed.trim();
  if (!text || /\s/.test(text)) return "";
  if (/^(https?:\/\/|mailto:)./i.test(text) || /^\/[^/]/.test(text)) return text;
  if (/^[a-z][a-z0-9+.-]*:/i.test(text)) return "";
  if (/^[^@]+@[^@]+\.[^@]+$/.test(text)) return "mailto:" + text;
  return text.includes(".") ? "https://" + text : "";
}

// ---------------------------------------------------------------- one editor
function asHtml(text) {
  if (/<\/?[a-z][^<>]*>/i.test(text)) return text;
  const box = document.createElement("div");
  for (const line of text.split(/\n+/)) {
    if (!line.trim()) continue;
    const paragraph = document.createElement("p");
    paragraph.textContent = line.trim();
    box.append(paragraph);
  }
  return box.innerHTML;
}
function isEmpty(html) { return /^<(\w+)(\s[^>]*)?><\/\1>$/.test(html); }

function schemaOf(kit, openLink) {
  const { Document, Paragraph, Text, HardBreak, Heading, Bold, Italic, Subscript, Superscript, Blockquote } = kit;
  const { BulletList, ListItem, Table, TableRow, TableHeader, TableCell, Link, History, Gapcursor, Dropcursor, Placeholder } = kit;
  return [
    Document, Paragraph, Text, HardBreak, Bold, Italic, Subscript, Superscript, Blockquote, BulletList, ListItem,
    TableRow, TableHeader, TableCell, History, Gapcursor, Dropcursor,
    kit.OrderedList.configure({ enableListAttributes: false }),
    Heading.configure({ levels: [2, 3, 4] }),
    Table.configure({ resizable: false }),
    Link.extend({ addKeyboardShortcuts() { return { "Mod-k": () => { openLink(); return true; } }; } })
      .configure({ openOnClick: false, autolink: false, enableTarget: false, protocols: ["http", "https", "mailto"] }),
    Placeholder.configure({ placeholder: WORDS.placeholder }),
  ];
}

const ACTS = {
  paragraph: (run) => run.setParagraph(),
  heading2: (run) => run.toggleHeading({ level: 2 }),
  heading3: (run) => run.toggleHeading({ level: 3 }),
  bold: (run) => run.toggleBold(),
  italic: (run) => run.toggleItalic(),
  subscript: (run) => run.unsetSuperscript().toggleSubscript(),
  superscript: (run) => run.unsetSubscript().toggleSuperscript(),
  bulletList: (run) => run.toggleBulletList(),
  orderedList: (run) => run.toggleOrderedList(),
  blockquote: (run) => run.toggleBlockquote(),
  table: (run) => run.insertTable({ rows: 3, cols: 3, withHeaderRow: true }),
  clear: (run) => run.unsetAllMarks().clearNodes(),
  undo: (run) => run.undo(),
  redo: (run) => run.redo(),
  addRow: (run) => run.addRowAfter(),
  addColumn: (run) => run.addColumnAfter(),
  deleteRow: (run) => run.deleteRow(),
  deleteColumn: (run) => run.deleteColumn(),
  mergeCells: (run) => run.mergeCells(),
  splitCell: (run) => run.splitCell(),
  headerRow: (run) => run.toggleHeaderRow(),
  deleteTable: (run) => run.deleteTable(),
};
const MAY_BE_IDLE = ["undo", "redo", "mergeCells", "splitCell"];

function isActive(editor, act) {
  if (act === "heading2") return editor.isActive("heading", { level: 2 });
  if (act === "heading3") return editor.isActive("heading", { level: 3 });
  return editor.isActive(act);
}

// A toolbar is one stop of the Tab key; the arrows go through its buttons.
function walkByArrows(bar) {
  const buttons = Array.from(bar.querySelectorAll("button"));
  buttons.forEach((button, place) => { button.tabIndex = place ? -1 : 0; });
  bar.addEventListener("keydown", (event) => {
    const steps = { ArrowRight: 1, ArrowLeft: -1, Home: -Infinity, End: Infinity };
    if (!(event.key in steps)) return;
    event.preventDefault();
    const free = buttons.filter((button) => !button.disabled);
    const now = free.indexOf(document.activeElement);
    const next = free[Math.max(0, Math.min(free.length - 1, now + steps[event.key]))];
    buttons.forEach((button) => { button.tabIndex = button === next ? 0 : -1; });
    next.focus();
  });
}

function nameEditor(box, textarea) {
  const dom = box.querySelector(".ProseMirror");
  const label = textarea.labels[0];
  dom.setAttribute("role", "textbox");
  dom.setAttribute("aria-multiline", "true");
  dom.setAttribute("aria-label", label ? label.textContent.replace("*", "").trim() : "正文");
  for (const name of ["aria-describedby", "aria-invalid", "aria-required"]) {
    if (textarea.hasAttribute(name)) dom.setAttribute(name, textarea.getAttribute(name));
  }
  return dom;
}

function start(box, kit) {
  const textarea = box.querySelector("textarea");
  const said = box.querySelector("[data-rich-said]");
  const bar = box.querySelector("[data-rich-bar]");
  const tableBar = box.querySelector("[data-rich-table]");
  const linkBox = box.querySelector("[data-rich-link]");
  const address = linkBox.querySelector("input");
  const say = (text, tone) => { said.textContent = text; said.dataset.tone = tone || ""; };
  let editor = null;

  function openLink() {
    address.value = editor.getAttributes("link").href || "";
    linkBox.querySelector('[data-link="remove"]').hidden = !editor.isActive("link");
    linkBox.hidden = false;
    address.focus();
  }
  function closeLink() {
    linkBox.hidden = true;
    say("");
    editor.commands.focus();
  }
  function setLink() {
    const href = addressOf(address.value);
    if (!href) { say(WORDS.address, "wrong"); return; }
    const run = editor.chain().focus();
    if (editor.isActive("link")) run.extendMarkRange("link").setLink({ href }).run();
    else if (editor.state.selection.empty) run.insertContent({ type: "text", text: address.value.trim(), marks: [{ type: "link", attrs: { href } }] }).run();
    else run.setLink({ href }).run();
    closeLink();
  }

  const place = document.createElement("div");
  textarea.before(place);
  editor = new kit.Editor({
    element: place,
    editable: !textarea.disabled && !textarea.readOnly,
    extensions: schemaOf(kit, openLink),
    content: asHtml(textarea.value),
    editorProps: { transformPastedHTML: (html) => fromOffice(html, say) },
    onUpdate() {
      const html = editor.getHTML();
      textarea.value = isEmpty(html) ? "" : html;
      textarea.dispatchEvent(new Event("input", { bubbles: true }));
    },
  });

  function show() {
    for (const button of box.querySelectorAll("[data-act]")) {
      const act = button.dataset.act;
      if (button.hasAttribute("aria-pressed")) button.setAttribute("aria-pressed", String(isActive(editor, act)));
      if (MAY_BE_IDLE.includes(act)) button.disabled = !editor.can()[act]();
      if (act === "table") button.disabled = editor.isActive("table");
    }
    tableBar.hidden = !editor.isActive("table");
  }
  editor.on("transaction", show);
  box.addEventListener("mousedown", (event) => { if (event.target.closest("[data-act]")) event.preventDefault(); });
  box.addEventListener("click", (event) => {
    const button = event.target.closest("[data-act]");
    if (!button) return;
    if (button.dataset.act === "link") { if (linkBox.hidden) openLink(); else closeLink(); return; }
    ACTS[button.dataset.act](editor.chain().focus()).run();
  });
  linkBox.addEventListener("click", (event) => {
    const act = event.target.dataset.link;
    if (act === "set") setLink();
    if (act === "remove") { editor.chain().focus().extendMarkRange("link").unsetLink().run(); closeLink(); }
    if (act === "close") closeLink();
  });
  for (const name of ["input", "change"]) linkBox.addEventListener(name, (event) => event.stopPropagation());
  linkBox.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target === address) { event.preventDefault(); setLink(); }
    if (event.key === "Escape") { event.preventDefault(); closeLink(); }
  });
  // Whoever leads to the field (its label, the summary of errors) means the editor.
  textarea.addEventListener("focus", () => editor.commands.focus());
  textarea.tabIndex = -1;
  textarea.setAttribute("aria-hidden", "true");
  const dom = nameEditor(box, textarea);
  dom.addEventListener("keydown", (event) => {
    if (event.altKey && event.key === "F10") { event.preventDefault(); bar.querySelector("button").focus(); }
  });
  bar.hidden = false;
  [bar, tableBar].forEach(walkByArrows);
  box.classList.add("is-ready");
  box.portalEditor = editor;
  show();
}

const boxes = Array.from(document.querySelectorAll("[data-rich]")).filter((box) => !box.querySelector("textarea").id.includes("__prefix__"));
for (const box of boxes) {
  import(box.dataset.module).then((kit) => start(box, kit)).catch((failed) => {
    console.error(failed);
    box.classList.add("is-plain");
    box.querySelector("[data-rich-said]").textContent = WORDS.away;
  });
}
