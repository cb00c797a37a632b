// What is typed and not saved yet stands there again after another form of the page was saved or the language changed.
// It lies in this tab only, for the person who typed it and half an hour at most; never passwords, files, hidden fields.
// Without this script each form is saved on its own, and the page says so.
const PLACE = "fahrwasser.unsaved";
const KEPT_MS = 30 * 60 * 1000;
const SECRET = /password|secret|credential|(^|[-_])(code|key|token)$/i; // as in web/ui/again.py
const MARK = /(^|-)(seen|before)$/; // what the reader saw of what is stored
const NOTHING_SEEN = "0"; // no form carries it: whoever saves reads first what somebody else has stored meanwhile
const NUMBER = {
  de: /^-?(\d{1,3}(\.\d{3})+|\d+)(,\d+)?$|^-?\d+\.\d+$/,
  en: /^(?!-?\d{1,3}[.,]\d{3}$)-?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?$/, // 1.234 is asked there (core/typed_numbers.py)
};
const { person } = document.body.dataset;
const wasSent = "wasSent" in document.body.dataset; // the page answers a form
const language = document.documentElement.lang;
const next = document.querySelector("form[data-language] [name=next]");

const stored = () => {
  const found = JSON.parse(sessionStorage.getItem(PLACE) ?? "{}");
  return person && found.person === person ? found : { entries: [] };
};
const store = (entries, page) => {
  if (entries.length || page) sessionStorage.setItem(PLACE, JSON.stringify({ person, page, entries }));
  else sessionStorage.removeItem(PLACE);
};

const addressOf = (form) => {
  const url = new URL(form.getAttribute("action") || location.pathname, location.href);
  return url.pathname + url.search;
};
const isChoice = (field) => field.type === "checkbox" || field.type === "radio";
const fieldsOf = (form) => [...form.elements].filter((field) => {
  if (!field.name || field.disabled || !field.matches("input, select, textarea")) return false;
  if (["hidden", "password", "file", "submit", "button", "reset", "image"].includes(field.type)) return false;
  if (isChoice(field) || field.matches("select")) return true;
  return !SECRET.test(field.name) && field.autocomplete !== "one-time-code";
});
const formsHere = () => [...document.querySelectorAll("main form[method=post]")].filter((form) => fieldsOf(form).length);
const markOf = (form) => [...form.elements].find((field) => field.type === "hidden" && MARK.test(field.name));

const valueOf = (field) => {
  if (isChoice(field)) return field.checked;
  return field.matches("select") ? [...field.selectedOptions].map((option) => option.value) : field.value;
};
const isTyped = (field) => {
  if (isChoice(field)) return field.checked !== field.defaultChecked;
  if (!field.matches("select")) return field.value !== field.defaultValue;
  const options = [...field.options];
  if (!field.multiple && !options.some((option) => option.defaultSelected)) return field.selectedIndex > 0;
  return options.some((option) => option.selected !== option.defaultSelected);
};
const idOf = (field) => (isChoice(field) ? field.value : field.id);
const isAnswered = (form) => wasSent && addressOf(form).split("?")[0] === location.pathname; // nothing in it is saved yet
const entryOf = (form, isSent) => {
  const typed = fieldsOf(form).filter((field) => isAnswered(form) || isTyped(field));
  const fields = typed.filter((field) => field.type !== "radio" || field.checked);
  const values = fields.map((field) => ({ name: field.name, id: idOf(field), value: valueOf(field) }));
  return { address: addressOf(form), at: Date.now(), language, mark: markOf(form)?.value, isSent, values };
};
document.addEventListener("submit", (event) => {
  if (!person || event.defaultPrevented) return;
  const isLanguage = event.target.matches("[data-language]");
  const here = formsHere().map((form) => entryOf(form, form === event.target)).filter((entry) => entry.values.length);
  const addresses = [...formsHere(), event.target].map(addressOf);
  const elsewhere = stored().entries.filter((entry) => !addresses.includes(entry.address));
  store([...elsewhere.map((entry) => ({ ...entry, isSent: entry.isSent && !isLanguage })), ...here], next?.value);
});

// 1.234,5 on a German page is 1234.5 on an English one.
const translated = (field, text, from) => {
  if (from === language || !NUMBER[from]?.test(text)) return text;
  if (!field.matches("[inputmode=decimal], [inputmode=numeric], .fw-short")) return text;
  if (from === "en") return text.replaceAll(",", "").replace(".", ",");
  return /^-?\d+\.(\d{1,2}|\d{4,})$/.test(text) ? text : text.replaceAll(".", "").replace(",", ".");
};
const put = (field, value, from) => {
  const before = String(valueOf(field));
  if (isChoice(field)) field.checked = value;
  else if (field.matches("select")) for (const option of field.options) option.selected = value.includes(option.value);
  else field.value = translated(field, value, from);
  return String(valueOf(field)) !== before;
};
const putBack = (entry) => {
  const fields = formsHere().filter((form) => addressOf(form) === entry.address).flatMap(fieldsOf);
  const changed = entry.values.map(({ name, id, value }) => {
    const field = fields.find((found) => found.name === name && idOf(found) === id);
    return field && put(field, value, entry.language) ? field : null;
  }).filter(Boolean);
  for (const field of changed) {
    const mark = markOf(field.form);
    if (mark && mark.value !== entry.mark) mark.value = NOTHING_SEEN;
    for (let fold = field.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  }
  return changed.length > 0;
};

const { entries, page } = stored();
if (wasSent && next && page) next.value = page; // the address of a button shows no page of its own
const addresses = formsHere().map(addressOf);
const isFresh = (entry) => Date.now() - entry.at < KEPT_MS;
const fresh = entries.filter(isFresh);
const isBack = fresh.filter((entry) => !entry.isSent).map(putBack).includes(true);
store(fresh.filter((entry) => (wasSent || !entry.isSent) && !addresses.includes(entry.address)));
setTimeout(() => store(stored().entries.filter(isFresh)), KEPT_MS);
const said = document.querySelector("[data-put-back]");
if (isBack && said) {
  const words = document.createElement("p");
  words.className = "fw-message";
  words.textContent = said.dataset.putBack;
  said.append(words);
}
for (const hint of document.querySelectorAll("[data-without-script]")) hint.hidden = true;
