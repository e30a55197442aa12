/* 秘书处代录: the unit found by characters, pinyin or initials; whoever acts for it filled in; the paper marked where it must be. */
(() => {
  "use strict";

  const MUST_HAVE_PAPER = ["mail", "paper"];

  /* ---------------------------------------------------------------- searching */
  const entryOf = (option) => {
    const syllables = (option.dataset.pinyin || "").split(" ").filter(Boolean);
    return {
      option,
      text: option.textContent.trim(),
      holder: option.dataset.holder || "",
      names: option.dataset.names || "",
      joined: syllables.join(""),
      initials: syllables.map((one) => one[0]).join(""),
    };
  };

  const fits = (entry, typed) => {
    const words = typed.trim().toLowerCase();
    const letters = words.replace(/\s+/g, "");
    return !words || entry.names.includes(words) || entry.joined.includes(letters) || entry.initials.includes(letters);
  };

  /* A select with a box to search in front of it. The select stays the field that is sent. */
  class PartyBox {
    constructor(select) {
      this.select = select;
      this.entries = [...select.options].filter((option) => option.value).map(entryOf);
      this.found = this.entries;
      this.at = -1;
      this.build();
      this.show(this.chosen());
    }

    build() {
      const label = document.querySelector(`label[for="${this.select.id}"]`);
      const holder = document.createElement("div");
      holder.className = "behalf-box";
      this.input = document.createElement("input");
      this.list = document.createElement("ul");
      Object.assign(this.input, {
        type: "text", id: `${this.select.id}_search`, autocomplete: "off", placeholder: "输入单位名称或拼音首字母",
        className: "form-control textinput",
      });
      this.list.id = `${this.select.id}_list`;
      this.list.hidden = true;
      this.list.setAttribute("role", "listbox");
      this.list.setAttribute("aria-label", "单位");
      const told = { role: "combobox", "aria-expanded": "false", "aria-controls": this.list.id, "aria-autocomplete": "list" };
      Object.entries(told).forEach(([name, value]) => this.input.setAttribute(name, value));
      for (const name of ["aria-describedby", "aria-invalid", "aria-required"]) {
        if (this.select.hasAttribute(name)) this.input.setAttribute(name, this.select.getAttribute(name));
      }
      if (label) label.htmlFor = this.input.id;
      this.select.classList.add("behalf-hidden");
      this.select.tabIndex = -1;
      this.select.setAttribute("aria-hidden", "true");
      this.select.addEventListener("focus", () => this.input.focus());
      this.select.before(holder);
      holder.append(this.input, this.list);
      this.input.addEventListener("input", () => this.open());
      this.input.addEventListener("focus", () => this.input.select());
      this.input.addEventListener("click", () => this.open(""));
      this.input.addEventListener("keydown", (event) => this.key(event));
      this.input.addEventListener("blur", () => this.leave());
      this.list.addEventListener("mousedown", (event) => this.press(event));
    }

    chosen() {
      return this.entries.find((entry) => entry.option.selected) || null;
    }

    show(entry) {
      this.input.value = entry ? entry.text : "";
    }

    open(typed = this.input.value) {
      this.found = this.entries.filter((entry) => fits(entry, typed));
      this.at = typed && this.found.length ? 0 : -1;
      this.list.replaceChildren(...this.found.map((entry, number) => this.line(entry, number)));
      if (!this.found.length) this.list.append(this.nothing());
      this.list.hidden = false;
      this.input.setAttribute("aria-expanded", "true");
      this.mark();
    }

    line(entry, number) {
      const line = document.createElement("li");
      line.id = `${this.list.id}_${number}`;
      line.dataset.number = number;
      line.setAttribute("role", "option");
      line.textContent = entry.text;
      if (entry.holder) {
        const holder = document.createElement("span");
        holder.textContent = entry.holder;
        line.append(holder);
      }
      return line;
    }

    nothing() {
      const line = document.createElement("li");
      line.setAttribute("role", "option");
      line.setAttribute("aria-disabled", "true");
      line.textContent = "没有这个单位";
      return line;
    }

    close() {
      this.list.hidden = true;
      this.input.setAttribute("aria-expanded", "false");
      this.input.removeAttribute("aria-activedescendant");
    }

    mark() {
      [...this.list.children].forEach((line, number) => line.setAttribute("aria-selected", String(number === this.at)));
      const line = this.list.children[this.at];
      if (!line) return;
      this.input.setAttribute("aria-activedescendant", line.id);
      line.scrollIntoView({ block: "nearest" });
    }

    key(event) {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step) {
        event.preventDefault();
        if (this.list.hidden) this.open("");
        this.at = Math.max(0, Math.min(this.found.length - 1, this.at + step));
        this.mark();
      } else if (event.key === "Enter" && !this.list.hidden) {
        event.preventDefault();
        if (this.found[this.at]) this.choose(this.found[this.at]);
      } else if (event.key === "Escape") {
        this.close();
        this.show(this.chosen());
      }
    }

    press(event) {
      const line = event.target.closest("[data-number]");
      event.preventDefault();
      if (line) this.choose(this.found[Number(line.dataset.number)]);
    }

    leave() {
      const alone = this.found.length === 1 && this.input.value.trim() && !this.list.hidden;
      if (alone) this.choose(this.found[0]);
      else this.show(this.chosen());
      this.close();
    }

    choose(entry) {
      this.select.value = entry.option.value;
      this.show(entry);
      this.close();
      this.select.dispatchEvent(new Event("change", { bubbles: true }));
    }
  }

  /* ---------------------------------------------------------------- whoever acts for the unit */
  const fillPerson = (select, form) => {
    const person = form.querySelector("[name=behalf_person_name]");
    const known = document.getElementById("behalf-people");
    const holders = [...select.options].map((option) => option.dataset.holder).filter(Boolean);
    const fill = (isNew) => {
      const option = select.selectedOptions[0];
      const people = (option && option.dataset.people) || "";
      known.replaceChildren(...people.split("|").filter(Boolean).map((name) => new Option("", name)));
      const untouched = !person.value.trim() || (isNew && holders.includes(person.value.trim()));
      if (untouched && option) person.value = option.dataset.holder || "";
    };
    select.addEventListener("change", () => fill(true));
    fill(false);
  };

  /* ---------------------------------------------------------------- the paper */
  const watchPaper = (form) => {
    const field = form.querySelector("#div_id_behalf_paper");
    const label = field && field.querySelector("label, legend");
    const channels = [...form.querySelectorAll("[name=behalf_channel]")];
    if (!label || !channels.length) return;
    const mark = document.createElement("span");
    mark.className = "asteriskField";
    mark.textContent = " *";
    const show = () => {
      const chosen = channels.find((channel) => channel.checked);
      if (chosen && MUST_HAVE_PAPER.includes(chosen.value)) label.append(mark);
      else mark.remove();
    };
    channels.forEach((channel) => channel.addEventListener("change", show));
    show();
  };

  /* ---------------------------------------------------------------- what the paper says already */
  const foldWhatPaperSays = (form) => {
    const box = form.querySelector("[name=behalf_see_paper]");
    const names = (form.dataset.onPaper || "").split(" ").filter(Boolean);
    if (!box) return;
    const show = () => {
      for (const name of names) {
        const line = form.querySelector(`#div_id_${name}`);
        const field = form.elements[name];
        if (line && field) line.hidden = box.checked && !field.value.trim();
      }
      form.querySelectorAll("fieldset").forEach((set) => {
        const lines = [...set.querySelectorAll("[id^=div_id_]")];
        if (lines.length) set.hidden = lines.every((line) => line.hidden);
      });
    };
    box.addEventListener("change", show);
    show();
  };

  document.addEventListener("DOMContentLoaded", () => {
    const select = document.querySelector("select[data-parties]");
    const form = select && select.form;
    if (!form) return;
    fillPerson(select, form);
    watchPaper(form);
    foldWhatPaperSays(form);
    if (!select.disabled) new PartyBox(select);
  });
})();
