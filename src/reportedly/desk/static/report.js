// The report page: a claim and its words light up together, and a line shows who says what.

const page = document.querySelector("[data-page]");
const cards = [...document.querySelectorAll("[data-claim]")];
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

function bring(claim) {
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
  if (event.target.closest("[data-claim]") || event.target.closest("dialog")) return;
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
if (here?.matches("[data-claim]")) here.querySelector("a").focus();
