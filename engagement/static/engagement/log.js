// The log form: fields that follow the status, people as chips, a draft kept on this device.
// Its words are in the template's data- attributes; it works on the form that is on the page now.

const UNDRAFTED = new Set(["csrfmiddlewaretoken", "who", "q"]);
const NEW_FIELDS = ["new-name", "new-count", "new-type", "new-base"];

function uuid() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16)); // randomUUID needs a secure context
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, "$1-$2-$3-$4-$5");
}

// Digits of all three languages, as a number: "١٢ من الأهالي" is 12 residents.
function western(text) {
  return text.replace(/[٠-٩۰-۹]/g, (digit) => String(digit.charCodeAt(0) & 0xf));
}

function fill(words, name) {
  return words.replace("{name}", name);
}

function start(form) {
  const find = (selector) => form.querySelector(selector);
  const words = form.dataset;
  const combo = find(".combo");
  const list = find(".suggestions");
  const found = find("#who-found");
  const chips = find("[data-chips]");
  const block = find("[data-new]");
  const kept = find("[data-kept]");
  const key = `jisr-draft:${words.user}:${words.log}`;

  const say = (text) => { find("[data-said]").textContent = text; };

  // ---- fields that follow other fields

  function follow() {
    words.status = form.elements.status?.value || words.status;
    words.mode = form.elements.mode?.value || words.mode;
    const tlp = form.elements.tlp;
    if (tlp?.selectedOptions) find("[data-more]").textContent = tlp.selectedOptions[0]?.textContent.match(/\(([^)]*)\)\s*$/)?.[1] || "";
    const same = find("[data-same-place]");
    if (same) same.hidden = form.elements.place.value === same.dataset.samePlace;
    find("[data-day]").textContent = dayInWords(form.elements.held_on?.value);
  }

  // The browser writes a date its own way (11/12/2026); words beside it leave no doubt.
  function dayInWords(value) {
    const day = /^\d{4}-\d\d-\d\d$/.test(value || "") ? new Date(`${value}T12:00`) : null;
    if (!day || isNaN(day)) return "";
    const apart = Math.round((day - new Date().setHours(12, 0, 0, 0)) / 864e5);
    if (apart === 0) return words.wordToday;
    if (apart === -1) return words.wordYesterday;
    if (apart === 1) return words.wordTomorrow;
    const language = `${document.documentElement.lang}-IQ-u-nu-latn`;
    if (!Intl.DateTimeFormat.supportedLocalesOf(language).length) return "";
    const year = day.getFullYear() === new Date().getFullYear() ? undefined : "numeric";
    return new Intl.DateTimeFormat(language, { weekday: "short", day: "numeric", month: "long", year }).format(day);
  }

  // ---- suggestions

  const options = () => [...list.querySelectorAll("[role=option]")].filter((one) => !one.hidden);
  const active = () => list.querySelector("[aria-selected=true]");

  function mark(option) {
    active()?.setAttribute("aria-selected", "false");
    option?.setAttribute("aria-selected", "true");
    if (option) combo.setAttribute("aria-activedescendant", option.id);
    else combo.removeAttribute("aria-activedescendant");
    option?.scrollIntoView({ block: "nearest" });
  }

  function open() {
    const typed = combo.value.trim();
    for (const label of list.querySelectorAll("[data-with]")) {
      label.dataset.bare ??= label.textContent;
      label.textContent = typed ? fill(label.dataset.with, typed) : label.dataset.bare;
    }
    list.hidden = false;
    combo.setAttribute("aria-expanded", "true");
  }

  function close() {
    mark(null);
    list.hidden = true;
    combo.setAttribute("aria-expanded", "false");
  }

  function empty() {
    combo.value = "";
    found.replaceChildren();
    close();
  }

  function choose(option) {
    if (option.dataset.make) return openNew(option.dataset.make);
    const { value, name, detail } = option.dataset;
    const chip = add({ value, name, detail });
    if (chip) learn([chip]);
    empty();
    combo.focus();
  }

  // ---- chips

  const identity = (value) => {
    try { const who = JSON.parse(value); return who.stakeholder || who.id; } catch { return value; }
  };
  const present = () => [...chips.querySelectorAll("input[name=who]")].map((input) => identity(input.value));

  function add(person) {
    if (present().includes(identity(person.value))) return say(fill(words.wordTwice, person.name));
    const part = find("[data-chip]").content.cloneNode(true);
    const chip = part.firstElementChild;
    rename(chip, identity(person.value));
    chip.querySelector("b bdi").textContent = person.name;
    chip.querySelector("[data-detail]").textContent = person.detail || "";
    chip.querySelector("input[name=who]").value = person.value;
    chip.querySelector("[data-remove]").setAttribute("aria-label", fill(words.wordRemove, person.name));
    chips.append(chip);
    say(fill(words.wordAdded, person.name));
    sources();
    keepSoon();
    return chip;
  }

  // The fields beside somebody carry their number in their names.
  function rename(chip, id) {
    const was = chip.dataset.key;
    chip.dataset.key = id;
    for (const one of chip.querySelectorAll("[data-side]")) one.name = one.id = `who.${id}.${one.dataset.side}`;
    for (const label of chip.querySelectorAll("label")) label.htmlFor = label.htmlFor.replace(was, id);
  }

  const sides = (chip) => [...chip.querySelectorAll("[data-side]")]
    .map((one) => [one.dataset.side, one.type === "checkbox" ? one.checked : one.value]);

  function fillSides(chip, values) {
    for (const [side, value] of values) {
      const one = chip.querySelector(`[data-side="${side}"]`);
      if (!one) continue;
      if (one.type === "checkbox") one.checked = value;
      else one.value = value;
    }
    tell(chip);
  }

  // What the register knows of them on the day: their posts, their rank, whether they are a group.
  async function learn(some, filled = new Map()) {
    const query = new URLSearchParams({ day: form.elements.held_on?.value || "" });
    for (const chip of some) query.append("who", chip.querySelector("input[name=who]").value);
    const told = await ask(query);
    for (const fresh of told) {
      const chip = some.find((one) => one.isConnected && one.dataset.key === fresh.dataset.key);
      if (!chip || chip.contains(document.activeElement)) continue;
      fresh.querySelector("input[name=who]").value = chip.querySelector("input[name=who]").value;
      chip.replaceWith(fresh);
      if (filled.has(fresh.dataset.key)) fillSides(fresh, filled.get(fresh.dataset.key));
    }
    sources();
    keepSoon();
  }

  async function ask(query) {
    try {
      const answer = await fetch(`${words.chipsUrl}?${query}`, { headers: { "X-Requested-With": "fetch" }, redirect: "error" });
      if (!answer.ok) return [];
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      return [...page.querySelectorAll(".chip")].map((one) => document.adoptNode(one));
    } catch {
      return []; // no connection: the chip does without
    }
  }

  async function samePeople(pk) {
    const told = await ask(new URLSearchParams({ again: pk, day: form.elements.held_on?.value || "" }));
    if (!told.length) return say(words.wordPeople);
    for (const chip of told) {
      if (!present().includes(chip.dataset.key)) chips.append(chip);
    }
    say(told.map((chip) => chip.querySelector("b").textContent).join(", "));
    sources();
    keepSoon();
  }

  // What was chosen beside somebody shows on the chip.
  function tell(chip) {
    const role = chip.querySelector("[data-side=role]");
    const part = chip.querySelector("[data-part]");
    if (role && part) {
      part.hidden = role.selectedIndex <= 0;
      part.textContent = role.selectedOptions[0]?.textContent || "";
    }
    const post = chip.querySelector("[data-side=post]");
    const rank = chip.querySelector("[data-rank]");
    if (post && rank) {
      rank.querySelector("bdi").textContent = post.selectedOptions[0]?.dataset.rank || "";
      rank.hidden = !rank.textContent.replace("·", "").trim();
    }
  }

  // Whose commitment, and who raised it: somebody in the meeting.
  function sources() {
    const people = [...chips.children].filter((chip) => chip.dataset.key)
      .map((chip) => [chip.dataset.key, chip.querySelector("b").textContent]);
    for (const select of form.querySelectorAll("[data-sources]")) {
      const was = select.value;
      const known = new Set([...select.options].map((one) => one.value));
      for (const [id, name] of people) if (!known.has(id)) select.add(new Option(name, id));
      const there = new Set(people.map(([id]) => id));
      for (const one of [...select.options]) {
        if (one.value && one.dataset.gone === undefined && !there.has(one.value) && one.value !== was && one.value.length === 36) one.remove();
      }
    }
  }

  function remove(chip) {
    say(fill(words.wordRemoved, chip.querySelector("b").textContent));
    chip.remove();
    sources();
    combo.focus();
    keepSoon();
  }

  // ---- somebody new, or a group, in place

  const part = (id) => document.getElementById(id);

  function openNew(kind) {
    const counted = western(combo.value.trim()).match(/^(\d+)\s+(.+)$/);
    block.dataset.new = kind;
    if (kind === "person") find("[data-kind][value=person]").checked = true;
    part("new-name").value = kind === "community" && counted ? counted[2] : combo.value.trim();
    part("new-count").value = kind === "community" && counted ? counted[1] : "";
    part("new-type").value = "";
    part("new-base").value = "";
    refuse(null);
    block.hidden = false;
    empty();
    if (part("new-name").value) part("new-name").dispatchEvent(new Event("named"));
    part(part("new-name").value ? (kind === "community" && !counted ? "new-count" : "new-type") : "new-name").focus();
    keepSoon();
  }

  // The field has no name: a form that is sent without script has no such value.
  part("new-name").addEventListener("htmx:configRequest", (event) => {
    event.detail.parameters.name = part("new-name").value;
  });

  function closeNew() {
    block.hidden = true;
    for (const id of NEW_FIELDS) part(id).value = "";
    part("new-same").replaceChildren();
    combo.focus();
    keepSoon();
  }

  function refuse(id) {
    for (const one of ["new-name", "new-count", "new-type"]) {
      part(`${one}-error`).hidden = one !== id;
      part(one).setAttribute("aria-invalid", String(one === id));
    }
    if (id) part(id).focus();
    return Boolean(id);
  }

  function fault() {
    if (!part("new-name").value.trim()) return "new-name";
    const count = Number(western(part("new-count").value));
    if (block.dataset.new === "community" && !(Number.isInteger(count) && count > 0)) return "new-count";
    return part("new-type").value ? null : "new-type";
  }

  function addNew() {
    if (refuse(fault())) return false;
    const [type, base] = [part("new-type"), part("new-base")];
    const who = { id: uuid(), kind: block.dataset.new, name: part("new-name").value.trim(), actor_type: type.value, base: base.value };
    if (part("new-same").firstElementChild) who.asked = true;
    const details = [type.selectedOptions[0].textContent];
    if (base.value) details.push(base.selectedOptions[0].textContent);
    if (who.kind === "community") {
      who.headcount = Number(western(part("new-count").value));
      details.unshift(String(who.headcount));
    }
    const chip = add({ value: JSON.stringify(who), name: who.name, detail: details.join(" · ") });
    if (chip && who.kind === "community") learn([chip]);
    closeNew();
    return true;
  }

  // ---- the draft

  let timer;
  function keepSoon() {
    clearTimeout(timer);
    timer = setTimeout(() => keep(), 300);
  }

  // Whoever leaves within that time loses nothing.
  function keepNow() {
    if (timer) keep();
  }

  function keep(sent = false) {
    clearTimeout(timer);
    timer = null;
    if (!form.isConnected) return; // answered meanwhile: the page has moved on
    const draft = { at: Date.now(), sent, id: form.elements.id?.value, version: form.elements.version?.value, fields: {}, chips: [], block: null };
    for (const element of form.elements) {
      if (!element.name || UNDRAFTED.has(element.name) || element.dataset.side) continue;
      const chosen = /radio|checkbox/.test(element.type) ? (element.checked ? [element.value] : [])
        : element.multiple ? [...element.selectedOptions].map((one) => one.value) : [element.value];
      (draft.fields[element.name] ??= []).push(...chosen);
    }
    for (const chip of chips.children) {
      draft.chips.push({ value: chip.querySelector("input[name=who]").value, name: chip.querySelector("b").textContent, detail: chip.querySelector("[data-detail], small bdi")?.textContent || "", sides: sides(chip) });
    }
    draft.through = through.querySelector(".chosen bdi").textContent;
    if (!block.hidden) draft.block = { kind: block.dataset.new, fields: NEW_FIELDS.map((id) => part(id).value) };
    try {
      localStorage.setItem(key, JSON.stringify(draft));
    } catch {
      kept.textContent = words.wordUnkept;
    }
  }

  function restore() {
    let draft = null;
    try { draft = JSON.parse(localStorage.getItem(key)); } catch { /* unreadable is none */ }
    if (!draft || "bound" in words) return; // a refused form already shows what was typed
    for (const box of form.querySelectorAll("[data-entries]")) {
      const rows = draft.fields[box.dataset.entries]?.length || 0;
      while (box.querySelectorAll(".entry").length < rows) another(box);
    }
    chips.replaceChildren();
    draft.chips.forEach(add);
    restoreFields(draft.fields);
    restoreChips(draft.chips);
    showThrough();
    through.querySelector(".chosen bdi").textContent = draft.through || "";
    if (draft.block) {
      openNew(draft.block.kind);
      NEW_FIELDS.forEach((id, at) => { part(id).value = draft.block.fields[at] || ""; });
    }
    for (const box of form.querySelectorAll("[data-entries]")) {
      if ([...box.querySelectorAll(".entry input:not([type=hidden])")].some((one) => one.value)) box.open = true;
    }
    say("");
    find("[data-restored]").hidden = false;
    document.activeElement?.blur();
  }

  // Rows stand in lists of one name; each field takes its own place in them.
  function restoreFields(fields) {
    const at = {};
    for (const element of form.elements) {
      const chosen = fields[element.name];
      if (!chosen || UNDRAFTED.has(element.name)) continue;
      if (/radio|checkbox/.test(element.type)) element.checked = chosen.includes(element.value);
      else element.value = chosen[(at[element.name] = (at[element.name] ?? -1) + 1)] ?? "";
    }
  }

  // A group, or somebody registered, has more beside them than the bare chip; new people do not.
  function restoreChips(drafted) {
    const known = new Map(drafted.map((one) => [identity(one.value), one.sides || []]));
    for (const chip of chips.children) fillSides(chip, known.get(chip.dataset.key) || []);
    if (chips.children.length) learn([...chips.children], known);
  }

  // ---- promises and issues

  function another(box) {
    const rows = box.querySelectorAll(".entry");
    const row = rows[rows.length - 1].cloneNode(true);
    const number = rows.length + 1;
    row.querySelector(".errorlist")?.remove();
    row.setAttribute("aria-label", row.getAttribute("aria-label").replace(/\d+$/, String(number)));
    for (const one of row.querySelectorAll("input, select")) {
      one.value = one.type === "hidden" ? uuid() : "";
      one.removeAttribute("aria-invalid");
      if (one.id) one.id = one.id.replace(/-\d+/, `-${number}`);
    }
    for (const label of row.querySelectorAll("label")) label.htmlFor = label.htmlFor.replace(/-\d+/, `-${number}`);
    rows[rows.length - 1].after(row);
    return row;
  }

  // ---- through whom it was arranged

  const through = find("[data-through]");
  const asked = part("through-search");
  const answers = part("through-found");

  function arrange(option) {
    through.querySelector("input[type=hidden]").value = option ? identity(option.dataset.value) : "";
    through.querySelector(".chosen bdi").textContent = option?.dataset.name || "";
    showThrough();
    (option ? through.querySelector("[data-through-clear]") : asked).focus();
    keepSoon();
  }

  function showThrough() {
    const chosen = Boolean(through.querySelector("input[type=hidden]").value);
    through.querySelector(".chosen").hidden = !chosen;
    asked.hidden = chosen;
    asked.value = "";
    shut();
  }

  function shut() {
    answers.replaceChildren();
    answers.hidden = true;
    asked.setAttribute("aria-expanded", "false");
    asked.removeAttribute("aria-activedescendant");
  }

  function step(event) {
    const all = [...answers.querySelectorAll("[role=option]")];
    const at = all.findIndex((one) => one.getAttribute("aria-selected") === "true");
    if (event.key === "Escape") return shut();
    if (event.key === "Enter") {
      event.preventDefault();
      if (all.length) arrange(all[at] || all[0]);
    } else if (all.length && /^Arrow(Up|Down)$/.test(event.key)) {
      event.preventDefault();
      const next = all[(at + (event.key === "ArrowDown" ? 1 : -1) + all.length + (at < 0 && event.key === "ArrowUp" ? 1 : 0)) % all.length];
      all[at]?.setAttribute("aria-selected", "false");
      next.setAttribute("aria-selected", "true");
      asked.setAttribute("aria-activedescendant", next.id);
      next.scrollIntoView({ block: "nearest" });
    }
  }

  // ---- sending

  // What is half added would be lost in silence: add it, or ask.
  function ready() {
    if (!block.hidden && !addNew()) return false;
    if (!combo.value.trim()) return true;
    open();
    combo.focus();
    return false;
  }

  function notSent(text) {
    kept.textContent = text;
    kept.classList.add("errorlist");
  }

  form.addEventListener("input", (event) => {
    follow();
    if (event.target === combo) combo.value.trim() ? open() : empty();
    keepSoon();
  });
  form.addEventListener("change", (event) => {
    const chip = event.target.closest(".chip");
    if (chip) tell(chip);
    if (event.target.name === "held_on" && chips.children.length) {
      learn([...chips.children], new Map([...chips.children].map((one) => [one.dataset.key, sides(one)])));
    }
    follow();
    keepSoon();
  });
  for (const radio of form.querySelectorAll("[data-kind]")) {
    radio.addEventListener("change", () => { block.dataset.new = radio.value; keepSoon(); });
  }

  form.addEventListener("click", (event) => {
    const on = (selector) => event.target.closest(selector);
    if (on("[data-remove]")) remove(on(".chip"));
    else if (on("#through-found [role=option]")) arrange(on("[role=option]"));
    else if (on("[data-through-clear]")) arrange(null);
    else if (on("[role=option]")) choose(on("[role=option]"));
    else if (on("[data-same]")) { const { value, name, detail } = on("[data-same]").dataset; closeNew(); choose({ dataset: { value, name, detail } }); }
    else if (on("[data-another]")) {
      event.preventDefault();
      another(on("[data-entries]")).querySelector("input:not([type=hidden])").focus();
      keepSoon();
    } else if (on("[data-same-people]")) {
      event.preventDefault();
      samePeople(on("[data-same-people]").dataset.samePeople);
    } else if (on("[data-same-place]")) {
      event.preventDefault();
      form.elements.place.value = on("[data-same-place]").dataset.samePlace;
      follow();
      keepSoon();
    }
    else if (on("[data-add]")) addNew();
    else if (on("[data-cancel]")) closeNew();
    else if (on("[data-discard]")) {
      clearTimeout(timer);
      timer = null;
      localStorage.removeItem(key);
      location.replace(location.pathname);
    }
  });

  combo.addEventListener("keydown", (event) => {
    const all = list.hidden ? [] : options();
    const at = all.indexOf(active());
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) return open();
      const step = event.key === "ArrowDown" ? 1 : -1;
      mark(all[(at + step + all.length + (at < 0 && step < 0 ? 1 : 0)) % all.length]);
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (all.length && combo.value.trim()) choose(active() || all[0]);
    } else if (event.key === "Escape") {
      list.hidden ? empty() : close();
    }
  });
  combo.addEventListener("focus", () => { if (combo.value.trim()) open(); });
  find(".who").addEventListener("focusout", (event) => {
    if (event.relatedTarget && !list.contains(event.relatedTarget)) close();
  });

  block.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.matches("input")) {
      event.preventDefault();
      addNew();
    } else if (event.key === "Escape") {
      closeNew();
    }
  });

  asked.addEventListener("keydown", step);
  asked.addEventListener("htmx:beforeRequest", (event) => { if (!asked.value.trim()) { event.preventDefault(); shut(); } });
  answers.addEventListener("htmx:afterSwap", () => {
    for (const one of answers.querySelectorAll("[id]")) one.id = `through-${one.id}`; // the other search's have the same
    answers.hidden = !answers.querySelector("[role=option]");
    asked.setAttribute("aria-expanded", String(!answers.hidden));
  });
  through.addEventListener("focusout", (event) => { if (event.relatedTarget && !through.contains(event.relatedTarget)) shut(); });

  combo.addEventListener("htmx:beforeRequest", (event) => { if (!combo.value.trim()) event.preventDefault(); });
  found.addEventListener("htmx:afterSwap", () => {
    if (!combo.value.trim()) return found.replaceChildren(); // chosen while the answer was on its way
    say(found.querySelector("[data-say]")?.textContent || "");
  });

  form.addEventListener("submit", (event) => {
    if (ready()) return keep(true);
    event.preventDefault();
    event.stopImmediatePropagation();
  }, true);
  form.addEventListener("htmx:beforeRequest", (event) => {
    if (event.target === form) { kept.classList.remove("errorlist"); kept.textContent = words.wordSending; }
  });
  for (const name of ["htmx:sendError", "htmx:timeout"]) {
    form.addEventListener(name, (event) => { if (event.target === form) notSent(words.wordOffline); });
  }
  form.addEventListener("htmx:responseError", (event) => {
    if (event.target !== form) return;
    const out = [401, 403].includes(event.detail.xhr.status); // signed out, or in anew in another tab
    notSent(out ? words.wordOut : words.wordRefused);
    if (out) signIn();
  });

  // The page comes back by itself after signing in, and the draft with it.
  function signIn() {
    const link = document.createElement("a");
    link.href = location.pathname;
    link.className = "button";
    link.textContent = words.wordSignIn;
    kept.append(" ", link);
    link.focus();
  }

  addEventListener("pagehide", keepNow);
  document.addEventListener("visibilitychange", keepNow);

  if (!form.elements.id?.value && form.elements.id) form.elements.id.value = uuid();
  restore();
  follow();
}

function startAll() {
  const form = document.querySelector("form[data-log]:not([data-started])");
  if (!form) return;
  form.dataset.started = "";
  start(form);
}

document.addEventListener("htmx:afterSettle", startAll);
startAll();
