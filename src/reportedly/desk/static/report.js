// The report page: a claim and its words light up together, and a line shows who says what.

const page = document.querySelector("[data-page]");
const cards = [...document.querySelectorAll("li[data-claim]")];
const marks = [...page.querySelectorAll("[data-claims]")];
const lines = document.createElementNS("http://www.w3.org/2000/svg", "svg");
lines.setAttribute("class", "links");
lines.setAttribute("aria-hidden", "true");
page.append(lines);
let kept = null; // the claim that has the focus
let shown = null;

function of(claim) { return marks.filter((mark) => mark.dataset.claims.split(" ").includes(claim)); }

function show(claim) {
  if (claim === shown) return;
  shown = claim;
  page.classList.toggle("one", claim !== null);
  for (const mark of marks) mark.classList.remove("lit");
  for (const card of cards) card.classList.toggle("lit", card.dataset.claim === claim);
  lines.replaceChildren();
  if (claim === null) return;
  const own = of(claim);
  for (const mark of own) mark.classList.add("lit");
  join(own);
}

// A curve from the speaker's words to the words for whom or what is named.
function join(own) {
  const from = own.find((mark) => mark.classList.contains("m-source"));
  const to = own.find((mark) => mark.classList.contains("m-value")) ?? own.find((mark) => mark.classList.contains("m-content"));
  if (!from || !to || from === to || from.contains(to) || to.contains(from)) return;
  const frame = page.getBoundingClientRect();
  lines.setAttribute("viewBox", `0 0 ${frame.width} ${frame.height}`);
  const [a, b] = [from, to].map((mark) => mark.getClientRects()[0]);
  const [x1, y1, x2, y2] = [a.left + a.width / 2 - frame.left, a.top - frame.top, b.left + b.width / 2 - frame.left, b.top - frame.top];
  const lift = Math.min(y1, y2) - 14 - Math.min(26, Math.abs(x2 - x1) / 12);
  const curve = document.createElementNS("http://www.w3.org/2000/svg", "path");
  curve.setAttribute("d", `M${x1} ${y1}C${x1} ${lift} ${x2} ${lift} ${x2} ${y2 - 3}`);
  const tip = document.createElementNS("http://www.w3.org/2000/svg", "path");
  tip.setAttribute("class", "tip");
  tip.setAttribute("d", `M${x2 - 4} ${y2 - 8}L${x2} ${y2 - 1}L${x2 + 4} ${y2 - 8}z`);
  lines.append(curve, tip);
}

const beside = matchMedia("(min-width: 1001px)");

function bring(claim) {
  // Where text and claims stand below each other, the way from one to the other would be lost.
  if (!beside.matches) return;
  const first = of(claim)[0];
  const box = first?.getBoundingClientRect();
  if (box && (box.top < 80 || box.bottom > innerHeight - 60)) first.scrollIntoView({ block: "center" });
}

for (const card of cards) {
  card.addEventListener("pointerenter", () => show(card.dataset.claim));
  card.addEventListener("pointerleave", () => show(kept));
  card.addEventListener("focusin", () => { kept = card.dataset.claim; show(kept); bring(kept); });
}
document.addEventListener("focusin", (event) => {
  if (event.target.closest("[data-claim]") || editing || event.target.closest("dialog")) return;
  kept = null;
  show(null);
});
for (const mark of marks) {
  // Of marks within each other the innermost speaks.
  mark.addEventListener("pointerover", (event) => { event.stopPropagation(); show(mark.dataset.claims.split(" ")[0] || null); });
  mark.addEventListener("click", (event) => {
    if (!getSelection().isCollapsed) return;
    event.stopPropagation();
    const card = document.getElementById(mark.dataset.claims.split(" ")[0]);
    card?.querySelector("a").focus();
  });
}
page.addEventListener("pointerleave", () => show(kept));
addEventListener("resize", () => { const claim = shown; shown = undefined; show(claim); });

const here = location.hash ? document.getElementById(location.hash.slice(1)) : null;
// The browser gives the focus to what the address names, unless it was there before this ran.
if (here?.matches("[data-claim]") && document.activeElement !== here) here.focus();

// Reviewing. The keys press the buttons of the claim that has the focus, or of the first that is open.
const editing = document.querySelector("[data-claim-form]");

function current() {
  return cards.find((card) => card.dataset.claim === kept) ?? cards.find((card) => card.matches("[data-open]")) ?? cards[0];
}

function typing(target) { return /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName); }

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || editing) return;
  const act = current()?.querySelector(`[data-act="${CSS.escape(event.key)}"]`);
  if (act) {
    event.preventDefault();
    act.click();
    act.closest("details")?.querySelector("input:not([type=hidden])")?.focus();
  } else if (event.key === "f") {
    event.preventDefault();
    const fold = document.querySelector("[data-furniture]");
    if (!fold) return;
    fold.open = true;
    fill(fold.querySelector("[data-words-field]"));
    fold.querySelector("[data-words-field]").focus();
  }
});

// Text that is selected goes, with its place in code points, into the field that has or had the focus.
const fields = [...document.querySelectorAll("[data-words-field]")];
let field = null;

function placeOf(node, offset) {
  const paragraph = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest("[data-start]");
  if (!paragraph || !page.contains(paragraph)) return null;
  const walker = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
  let at = Number(paragraph.dataset.start);
  const range = document.createRange();
  range.setStart(node, offset);
  for (let text = walker.nextNode(); text; text = walker.nextNode()) {
    const hidden = text.parentElement.closest("[data-hidden]");
    if (text === node) return at + (hidden ? (offset > 0 ? 1 : 0) : [...text.data.slice(0, offset)].length);
    if (node.nodeType !== Node.TEXT_NODE && range.comparePoint(text, 0) >= 0) return at;
    at += hidden ? 1 : [...text.data].length;
  }
  return at;
}

function selected() {
  const selection = getSelection();
  if (selection.isCollapsed || !selection.rangeCount) return null;
  const range = selection.getRangeAt(0);
  if (!page.contains(range.commonAncestorContainer)) return null;
  const [start, end] = [placeOf(range.startContainer, range.startOffset), placeOf(range.endContainer, range.endOffset)];
  if (start === null || end === null || start >= end) return null;
  const raw = range.toString();
  const before = [...raw].length - [...raw.trimStart()].length;
  const after = [...raw].length - [...raw.trimEnd()].length;
  const words = raw.trim().replace(/\s+/g, " ");
  return words ? { words, start: start + before, end: end - after } : null;
}

function fill(target) {
  const found = selected();
  if (!target || !found) return false;
  target.value = found.words;
  target.parentElement.querySelector("input[type=hidden]").value = `${found.start}-${found.end}`;
  return true;
}

for (const each of fields) {
  each.addEventListener("focus", () => {
    fields.forEach((other) => other.classList.toggle("taking", other === each));
    field = each;
  });
  each.addEventListener("input", () => { each.parentElement.querySelector("input[type=hidden]").value = ""; });
}

page.addEventListener("pointerup", () => setTimeout(() => {
  const target = field ?? (editing ? fields[0] : null);
  if (!target || !fill(target)) return;
  const next = editing ? fields[fields.indexOf(target) + 1] : null;
  // On to the next field that is still empty, so that a claim is added by selecting one part after the other.
  if (next && !next.value) next.focus(); else target.focus();
}));

// With text selected, adding begins with it as the value.
document.querySelector('[data-key="n"]')?.addEventListener("click", (event) => {
  const found = selected();
  if (found) event.currentTarget.search = `?add=1&value=${encodeURIComponent(found.words)}&at=${found.start}-${found.end}`;
});

if (editing) {
  // The browser gives the focus to the field that the address names; after a refusal it names none.
  if (!location.hash) fields[0].focus();
  if (editing.dataset.claim) { kept = editing.dataset.claim; show(kept); bring(kept); }
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); editing.requestSubmit(); }
    if (event.key === "Escape") editing.querySelector("a.button").click();
  });
}
