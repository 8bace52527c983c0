// What every page shares: menus, answers of forms sent by htmx, drafts that have arrived, sign-out.

const DRAFTS = "jisr-draft:";
const KEEP_DAYS = 14;
const PHONE = matchMedia("(max-width: 760px)");

function drafts() {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(DRAFTS))
      .map((key) => [key, JSON.parse(localStorage.getItem(key)) || {}]);
  } catch {
    return []; // storage is switched off, or holds what we did not write
  }
}

function forget(test) {
  for (const [key, draft] of drafts()) if (test(draft, key)) localStorage.removeItem(key);
}

// A meeting's page proves that the server has it: its draft has done its work.
function forgetArrived() {
  const saved = document.querySelector("[data-saved]");
  if (!saved) return;
  const { saved: id, version } = saved.dataset;
  forget((draft, key) => draft.id === id
    && (key.endsWith(":new") || (draft.sent && Number(version) > Number(draft.version))));
}

// On a phone a row of tabs scrolls: the open one stands in sight.
function showTab() {
  for (const tab of document.querySelectorAll(".tabs [aria-current]")) {
    const { left, width } = tab.getBoundingClientRect();
    tab.closest(".tabs").scrollLeft += left + (width - innerWidth) / 2;
  }
}

function prepare() {
  forgetArrived();
  document.querySelector("[data-focus]")?.focus();
  if (PHONE.matches) {
    for (const box of document.querySelectorAll("details[data-close-on-phone]:not([data-active])")) box.open = false;
    showTab();
  }
}

document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

// A draft on a shared device must not outlive the session, nor vanish without a word.
document.addEventListener("submit", (event) => {
  const question = event.target.dataset?.signOut;
  if (!question) return;
  if (drafts().length && !confirm(question)) event.preventDefault();
  else forget(() => true);
});

// A refused form (422) and a clash (409) are pages to show, not failures.
document.addEventListener("htmx:beforeSwap", (event) => {
  if (![409, 422].includes(event.detail.xhr.status)) return;
  event.detail.shouldSwap = true;
  event.detail.isError = false;
});

document.addEventListener("htmx:afterSettle", (event) => {
  if (event.target === document.body || event.detail.target === document.body) prepare();
});

forget((draft) => Date.now() - (draft.at || 0) > KEEP_DAYS * 864e5);
prepare();
